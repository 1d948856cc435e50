/** How the cost of work grows with its size. A time by itself says more of the machine, and what else it does, than of the work. */

const FACTOR = 4;
/** What is done in proportion to its size costs `FACTOR` times as much; what goes by the square, the square of that. */
const MOST = 10;
/** Seconds of CPU below which nothing is to be feared, and chance tells more than size. */
const SOON = 0.3;
const ATTEMPTS = 3;

async function cost(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** Does `work` of `size`, and says how many times as much of the CPU it takes as work of a quarter; 0 for next to nothing. */
async function growthOf(work: (size: number) => unknown, size: number): Promise<number> {
  const whole = await cost(() => work(size));
  if (whole < SOON) return 0;
  return whole / (await cost(() => work(Math.ceil(size / FACTOR))));
}

/** Fails if the cost of `work` grows much faster than its size, each time that it is tried. */
export async function expectInProportion(work: (size: number) => unknown, size: number): Promise<void> {
  const growths: number[] = [];
  while (growths.length < ATTEMPTS && growths.every((growth) => growth > MOST))
    growths.push(await growthOf(work, size));
  expect(Math.min(...growths)).toBeLessThan(MOST);
}
