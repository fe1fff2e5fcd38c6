// The one door to every command: plain JavaScript without dependencies, so that Node 20 can run it in a fresh clone.
// It installs what is missing, finds a Node that is new enough (24), and runs cli/<command>.ts with it.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_MAJOR = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** Says one line on stderr: stdout belongs to the commands. */
function say(line) {
  process.stderr.write(`wester-kiosk: ${line}\n`);
}

function fail(line) {
  say(line);
  process.exit(1);
}

/** Runs npm quietly; what it printed is shown only where it failed. */
function runNpm(args, cwd) {
  const result = spawnSync(npm, [...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (result.error) fail(`npm could not be started (${result.error.message}). Install npm and try again.`);
  return result;
}

/** npm's own words without the usage that it appends. */
function reason(result) {
  return result.stderr.trim().split('\n').slice(0, 8).join('\n');
}

/** Packages are installed when the stamp names this lock file, or npm itself wrote its own record after it. */
function packagesAreInstalled(lockHash) {
  const stamp = join(root, 'node_modules', '.wester-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash) return true;
  const record = join(root, 'node_modules', '.package-lock.json');
  return existsSync(record) && statSync(record).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

/** Is the process that left this mark still at work? */
function isHeld(mark) {
  try {
    const pid = Number(readFileSync(mark, 'utf8'));
    // A mark without a number is just being written.
    if (pid > 0) process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/**
 * Only one command of this folder installs at a time: two at once would wipe each other's work. The mark of one that was
 * killed is taken over.
 */
function alone(install) {
  const mark = join(root, '.tools', 'installing.pid');
  mkdirSync(dirname(mark), { recursive: true });
  for (;;) {
    try {
      writeFileSync(mark, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (!isHeld(mark)) rmSync(mark, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  const release = () => rmSync(mark, { force: true });
  process.on('exit', release);
  install();
  process.off('exit', release);
  release();
}

function ensurePackages() {
  const lockHash = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (packagesAreInstalled(lockHash)) return;
  alone(() => {
    // Another command may have installed them while this one waited.
    if (packagesAreInstalled(lockHash)) return;
    say('installing npm packages (first run, about half a minute)');
    const result = runNpm(['ci'], root);
    if (result.status !== 0) fail(`npm ci failed:\n${reason(result)}`);
    writeFileSync(join(root, 'node_modules', '.wester-installed'), lockHash);
  });
}

/**
 * The path of a Node of version 24 or newer: this one, or the one of npm's `node` package, kept under .tools/.
 * The folder has its own package.json so that npm does not touch the project's.
 */
function ensureNode() {
  if (Number(process.versions.node.split('.')[0]) >= NODE_MAJOR) return process.execPath;
  const home = join(root, '.tools', `node${NODE_MAJOR}`);
  const binary = join(home, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const works = () => existsSync(binary) && spawnSync(binary, ['--version']).status === 0;
  if (works()) return binary;
  say(`this machine has Node ${process.versions.node}; getting Node ${NODE_MAJOR} through npm's "node" package`);
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({ private: true, dependencies: { node: `^${NODE_MAJOR}.0.0` }, allowScripts: { node: true } }),
  );
  alone(() => {
    if (works()) return;
    const result = runNpm(['install', '--no-package-lock'], home);
    if (works()) return;
    fail(
      `Node ${NODE_MAJOR} could not be installed:\n${reason(result)}\nInstall Node ${NODE_MAJOR} by hand and try again.`,
    );
  });
  return binary;
}

const [command, ...args] = process.argv.slice(2);
if (!command) {
  say('usage: node cli/launcher.mjs COMMAND [ARGUMENTS]; see "Commands" in README.md');
  process.exit(2);
}
ensurePackages();
const node = ensureNode();

// `run` starts any script or program of node_modules/.bin with the right Node: `node cli/launcher.mjs run vitest …`.
let script = join(root, 'cli', `${command}.ts`);
let rest = args;
if (command === 'run') {
  const [name, ...others] = args;
  if (!name) {
    say('usage: node cli/launcher.mjs run PROGRAM [ARGUMENTS]');
    process.exit(2);
  }
  script = existsSync(name) ? name : join(root, 'node_modules', '.bin', name);
  rest = others;
}
if (!existsSync(script)) {
  say(`there is no command "${command}"; see "Commands" in README.md`);
  process.exit(2);
}

// The new Node stands first in PATH, so that what the command starts runs on it too. What Node has compiled once it
// reads again from a folder of ours: a station, a center or a test's demo then starts in two thirds of the time.
const child = spawn(node, [script, ...rest], {
  stdio: 'inherit',
  env: {
    NODE_COMPILE_CACHE: join(root, '.tools', 'compiled'),
    ...process.env,
    PATH: `${dirname(node)}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
  },
});
// Ctrl-C reaches the whole group by itself; a signal sent to this process alone is handed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm tells only its shell to stop, and that does not hand it on: what npm started must not outlive it.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  setInterval(() => process.ppid !== shell && child.kill('SIGTERM'), 250).unref();
}
child.on('error', (error) => fail(`could not start ${node}: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
