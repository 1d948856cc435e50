/** Calls that run code of another language: what a process is started with, what a machine is told to run at its start. */
import type { Runner } from '../language.js';

const first: Runner = { language: 'shell', argument: 0, rest: false };
const all: Runner = { language: 'shell', argument: 0, rest: true };

/** Functions whose first argument a shell runs. */
const SHELLS = new Set([
  'child_process.exec',
  'child_process.execSync',
  'child_process.execAsync',
  'child-process-promise.exec',
  'child-process-es6-promise.exec',
  'promisify-child-process.exec',
  'shelljs.exec',
  'globalThis.exec',
  'execa.command',
  'execa.commandSync',
  'execa.execaCommand',
  'execa.execaCommandSync',
  'execa.$',
  'execa.$.sync',
  'zx.$',
  'zx.$.sync',
  'zx/globals.$',
  // The tag that scripts of zx have without importing it; `$` alone is more often something else.
  'globalThis.$`',
  'globalThis.Bun.$',
  'bun.$',
  'dax.$',
  'dax-sh.$',
  '@actions/exec.exec',
  '@actions/exec.getExecOutput',
  'ssh2.Client().exec',
  'ssh2.Connection().exec',
  'node-ssh.NodeSSH().execCommand',
  'node-ssh().execCommand',
  'globalThis.shell.exec',
]);

/** Methods that add commands to a machine's user data, whatever they are methods of. */
const LINES = /\.(?:addCommands|addOnExitCommands|addUserData)$/;
const USER_DATA = /(?:^|\.)UserData\.custom$/;

/** Whether calling `callee` runs code, and which argument is that. */
export function runnerOf(callee: string): Runner | undefined {
  if (SHELLS.has(callee) || USER_DATA.test(callee)) return first;
  return LINES.test(callee) ? all : undefined;
}
