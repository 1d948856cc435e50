/** Decides whether the terminal gets colours, and links. */
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

/** Terminals that are known to open links (OSC 8), by what they say of themselves. */
const linking = /^(?:iTerm\.app|WezTerm|vscode|ghostty|Hyper|rio)$/;

/** Whether the terminal gets links: as `FORCE_HYPERLINK` says, otherwise where colours go and the terminal is known. */
export function usesLinks(choice: ColourChoice, host: Pick<Host, 'environment' | 'stdoutIsTerminal'>): boolean {
  const { FORCE_HYPERLINK, TERM_PROGRAM = '', VTE_VERSION = '', WT_SESSION, KITTY_WINDOW_ID, CI } = host.environment;
  if (FORCE_HYPERLINK !== undefined && FORCE_HYPERLINK !== '') return FORCE_HYPERLINK !== '0';
  if (!host.stdoutIsTerminal || CI || !usesColour(choice, host)) return false;
  return linking.test(TERM_PROGRAM) || Number(VTE_VERSION) >= 5000 || Boolean(WT_SESSION) || Boolean(KITTY_WINDOW_ID);
}
