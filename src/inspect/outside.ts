/** Whether files that a file does not ask for may say what becomes of it: who calls its functions, who uses what it gives. */
import type { Document } from '../model/document.js';
import { inCode, type Site } from '../model/site.js';
import { starsOf } from '../resolve/exports.js';
import { moduleIn, withEmbedded } from '../resolve/project.js';
import { givenBy } from '../sites/offers.js';
import type { Seen } from './calls.js';
import { isMentioned } from './mentions.js';

/** `seen` is of the file of `document`, and what that imports. */
export function isSaidElsewhere(document: Document, { sites, callers, line }: Seen): boolean {
  const isUsed = gives(moduleIn(document)) && isMentioned(document, sites, line);
  const installs = withEmbedded(document).some((one) => (one.installs ?? []).length > 0);
  const isCalled = [...callers.askedIn].some((one) => one.file === document.file && gives(one));
  return isUsed || isCalled || installs || sites.some((site) => dependsOnApp(site, document));
}

/** Whether other files can get something from `document`: from data all that it holds, from what is included any name. */
function gives(document: Document): boolean {
  const { language, parent, imports, bindings, functions } = document;
  if (language === 'json') return true;
  if (parent !== undefined && parent.embedding.isModule !== true) return false;
  if (starsOf(document).length > 0) return true;
  return givenBy(document).length > 0 || (imports.length === 0 && bindings.length + functions.length > 0);
}

/** Whether `site` is settings in code, which other code of the same program may change. */
function dependsOnApp(site: Site, { file }: Document): boolean {
  const { kind, place } = inCode(site);
  return kind === 'metadata-options' && place.document.file === file && place.document.language === 'javascript';
}
