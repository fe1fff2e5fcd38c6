/**
 * A real PostgreSQL of its own for tests, torture and bench: a fresh cluster in a temporary folder, reached by a Unix
 * socket in it and by nothing else. Its settings are the server's own: what is confirmed is on the disk (fsync on).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_LIMIT_MS = 60_000;

/** The folder with initdb and postgres, version 15 or later; null where there is none. */
export function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).map(Number) : [];
  const newest = versions.filter((version) => version >= 15).sort((a, b) => b - a);
  const folders = [...newest.map((version) => `${debian}/${version}/bin`), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

/** The server refuses to run as root: then it runs as Debian's user for it, or as nobody. */
function unprivileged(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string): number =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout) || 65_534;
  return { uid: idOf('-u'), gid: idOf('-g') };
}

export class PostgresServer {
  readonly folder: string;
  readonly #bin: string;
  readonly #user = unprivileged();
  readonly #options: readonly string[];
  #child: ChildProcess | null = null;

  /** Makes the cluster. Throws where there is no PostgreSQL. @param options `name=value` settings. */
  constructor(options: readonly string[] = []) {
    const bin = findPostgres();
    if (!bin) throw new Error('no PostgreSQL 15 or later here: install the Debian package postgresql-15');
    this.#bin = bin;
    this.#options = options;
    this.folder = mkdtempSync(join(tmpdir(), 'wester-postgres-'));
    // The socket's folder is closed to others: whoever reaches it is let in (trust).
    chmodSync(this.folder, 0o700);
    if (this.#user.uid !== undefined) chownSync(this.folder, this.#user.uid, this.#user.gid ?? 0);
    mkdirSync(join(this.folder, 'data'), { mode: 0o700 });
    if (this.#user.uid !== undefined) chownSync(join(this.folder, 'data'), this.#user.uid, this.#user.gid ?? 0);
    const args = ['-D', join(this.folder, 'data'), '-U', 'center', '-A', 'trust', '-E', 'UTF8', '--locale=C'];
    const made = spawnSync(join(bin, 'initdb'), args, { ...this.#user, cwd: this.folder, encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr.trim().split('\n').at(-1)}`);
  }

  /** `postgres://…` for a database of this server. */
  url(database: string): string {
    return `postgres://center@/${database}?host=${encodeURIComponent(this.folder)}`;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when it takes connections, after a crash when it has recovered. */
  async start(): Promise<void> {
    if (this.#child) return;
    const options = [`unix_socket_directories=${this.folder}`, 'listen_addresses=', ...this.#options];
    const args = ['-D', join(this.folder, 'data'), ...options.flatMap((option) => ['-c', option])];
    const child = spawn(join(this.#bin, 'postgres'), args, {
      ...this.#user,
      cwd: this.folder,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, LC_ALL: 'C' },
    });
    this.#child = child;
    child.once('exit', () => {
      if (this.#child === child) this.#child = null;
    });
    await new Promise<void>((resolve, reject) => {
      let words = '';
      const limit = setTimeout(() => reject(new Error(`PostgreSQL did not start: ${words}`)), START_LIMIT_MS);
      child.stderr.on('data', (data) => {
        words = (words + data).slice(-2_000);
        if (!words.includes('ready to accept connections')) return;
        clearTimeout(limit);
        resolve();
      });
      child.once('exit', () => {
        clearTimeout(limit);
        reject(new Error(`PostgreSQL ended: ${words}`));
      });
    });
  }

  /** `immediate`: as `pg_ctl -m immediate`, a crash; `fast`: connections are cut, then it ends in order. */
  async stop(mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await gone;
  }

  async remove(): Promise<void> {
    await this.stop('immediate');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
