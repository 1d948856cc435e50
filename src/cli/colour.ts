/** Decides whether the terminal gets colours. */
import type { Host } from './host.js';

export const colourChoices = ['auto', 'always', 'never'] as const;
export type ColourChoice = (typeof colourChoices)[number];

/** What was asked for on the command line wins, then the environment, then whether a terminal reads us. */
export function usesColour(choice: ColourChoice, host: Pick<Host, 'environment' | 'stdoutIsTerminal'>): boolean {
  if (choice !== 'auto') return choice === 'always';
  const { NO_COLOR, FORCE_COLOR, CLICOLOR, CLICOLOR_FORCE, TERM } = host.environment;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (CLICOLOR_FORCE !== undefined && CLICOLOR_FORCE !== '0') return true;
  if (CLICOLOR === '0' || TERM === 'dumb') return false;
  return host.stdoutIsTerminal;
}
