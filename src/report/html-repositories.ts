/** The table of an organisation's repositories at the top of a page. */
import type { Repository } from '../model/finding.js';
import { markup, type Html } from './html-text.js';
import { standingOf, standings, worstFirst } from './repositories.js';

const classes = { 'not ready': 'error', 'not decided': 'warning', ready: 'good' } as const;

/** A row for each repository, the worst first; nothing for a report of one. */
export function repositoryTable(repositories: readonly Repository[]): Html | readonly Html[] {
  if (repositories.length === 0) return [];
  return markup`<h2>${standings(repositories)}</h2>
    <table class="repositories">
      <thead>
        <tr>
          <th>Repository</th>
          <th>HttpTokens=required</th>
          <th>Refused</th>
          <th>Fall back</th>
          <th>To be judged</th>
          <th>Not read</th>
          <th>Errors</th>
          <th>Warnings</th>
          <th>Notes</th>
        </tr>
      </thead>
      <tbody>
        ${worstFirst(repositories).map(row)}
      </tbody>
    </table>`;
}

function row(repository: Repository): Html {
  const { verdict, counts, name, path } = repository;
  const { refused, fallback, undecided, unread } = verdict;
  const standing = standingOf(verdict);
  const numbers = [refused, fallback, undecided, unread, counts.error, counts.warning, counts.note];
  return markup`<tr>
    <td>${linked(repository)}${name === path ? [] : markup` <code>${path}</code>`}</td>
    <td class="${classes[standing]}">${standing}</td>
    ${numbers.map((number) => markup`<td class="number">${number}</td>`)}
  </tr>`;
}

/** Nothing is asked of where it leads until somebody follows it. */
function linked({ name, address }: Repository): Html {
  const isPage = address !== undefined && /^https?:\/\//.test(address);
  return isPage ? markup`<a href="${address}" rel="noreferrer">${name}</a>` : markup`${name}`;
}
