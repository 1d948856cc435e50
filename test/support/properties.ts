/**
 * fast-check, with one seed for every run: a red test is then about what was changed, and is red again when it is run
 * again. `SEED=<whole number>` looks among other inputs; what is found there becomes an example of its property.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 1) });

export { fc };
