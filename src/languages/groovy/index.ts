/** Groovy: pipelines of Jenkins, whose steps are code of other languages. */
import { hostLanguage } from '../host.js';
import type { Language, Runner } from '../language.js';
import { claimsGroovy } from './claims.js';
import { findCode } from './find.js';

const LANGUAGES = { sh: 'shell', bat: 'batch', powershell: 'powershell', pwsh: 'powershell' } as const;

const host = hostLanguage('groovy', claimsGroovy, findCode);

export const groovy: Language = {
  ...host,
  unbound: (name) =>
    /^(?:jenkins|groovy)\./.test(name) ? { kind: 'external', name, receiver: undefined } : host.unbound(name),
  runs: (callee): Runner | undefined => {
    const step = /^jenkins\.(sh|bat|powershell|pwsh)$/.exec(callee)?.[1] as keyof typeof LANGUAGES | undefined;
    return step === undefined ? undefined : { language: LANGUAGES[step], argument: 0, rest: false, passesNames: true };
  },
};
