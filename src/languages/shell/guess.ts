/** Whether a text is a shell script although nothing on it says so: what boot scripts are put together from has no shebang. */

const EXTENSION = /\.([^./]+)$/;
/** The extensions of texts that may be anything. */
const UNTELLING = /^(?:txt|user-?data|user_data|snippet|inc|part|in|dist|example|sample)$/i;
/** Texts for people. */
const DOCUMENT =
  /(?:^|\/)(?:readme|changelog|changes|news|notes|install|todo|license|copying|authors|history)\b[^/]*$/i;

/** What an editor or a linter is told of a file's language, in one of its first lines. */
const DECLARED =
  /^#.*(?:\bshellcheck shell=|\bvim?:.*\b(?:ft|filetype|syntax)=(?:sh|bash)\b|-\*-.*\b(?:sh|bash|shell-script)\b.*-\*-)/m;

/** How lines of scripts begin, and those of prose or of other languages rarely do. */
const COMMAND =
  /^\s*(?:#|\w+=|[})]|[&|]{2}|\[{1,2} |(?:export|local|readonly|declare|set|if|then|elif|else|fi|for|while|until|do|done|case|esac|function|return|exit|echo|printf|cat|cd|mkdir|rm|cp|mv|ln|touch|tar|unzip|chmod|chown|sed|awk|grep|tee|source|\.|sudo|su|eval|exec|trap|sleep|curl|wget|aws|jq|apt|apt-get|yum|dnf|apk|pip3?|npm|gem|systemctl|service|docker|hostname|hostnamectl|usermod|useradd|mount|ip|iptables|sysctl|test|true|false)(?:\s|;|$)|[\w.:-]+\s*\(\)\s*\{?\s*$)/;
const CALL = /(?:^|[\s"'`(;|&])(?:\/usr\/bin\/)?(?:curl|wget|ec2-?metadata)\s/m;

/** UTF-16 units and lines that are looked at. */
const LONGEST_HEAD = 1 << 16;
const MOST_LINES = 200;
const LONGEST_LINE = 200;

/** Whether the file at `path` with this text, which no language claims, is a shell script that asks for something over the net. */
export function looksLikeShell(path: string, text: string): boolean {
  const head = text.slice(0, LONGEST_HEAD);
  const extension = EXTENSION.exec(path.slice(path.lastIndexOf('/') + 1))?.[1];
  if (extension !== undefined && !UNTELLING.test(extension)) return false;
  if (DOCUMENT.test(path) || !CALL.test(head) || head.startsWith('#!')) return false;
  const lines = head
    .split('\n', MOST_LINES)
    .map((line) => line.slice(0, LONGEST_LINE))
    .filter((line) => line.trim() !== '');
  if (lines.slice(0, 5).some((line) => DECLARED.test(line))) return true;
  const commands = lines.filter((line) => COMMAND.test(line)).length;
  return commands >= 3 && commands * 2 >= lines.length;
}
