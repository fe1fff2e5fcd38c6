/** How a station reaches the center that its configuration names. */
import { type CredentialFault, isLoopback, readCredentials } from '../../center/contract/credentials.ts';
import type { CenterClient } from '../../center/contract/index.ts';
import type { Clock } from '../../hardware/clock.ts';
import { fail, ok, type Result } from '../../hardware/result.ts';
import type { StationConfig } from '../config.ts';
import type { CenterTime } from './center-time.ts';
import { httpCenterClient, unreachable } from './client.ts';
import { secureFetch } from './secure-fetch.ts';

export interface ConnectOptions {
  readonly config: Pick<StationConfig, 'center'>;
  readonly clock: Clock;
  readonly time: CenterTime;
}

/**
 * The error names the file that is wrong. A certificate that is out of its term is none of them: the center will not hear
 * this machine then, and says so, but what needs no center still works.
 */
export function connectCenter({ config, clock, time }: ConnectOptions): Result<CenterClient, CredentialFault> {
  const { url: baseUrl, tls } = config.center;
  if (!tls || !isSecure(baseUrl)) return ok(withoutVerifiers(httpCenterClient({ baseUrl, clock, time }), baseUrl));
  const read = readCredentials(tls);
  if (!read.ok) return fail(read.error);
  return ok(httpCenterClient({ baseUrl, clock, time, fetch: secureFetch(read.value) }));
}

/** A verifier is as good as its PIN to whoever reads along: over plain HTTP it stays on this machine. */
function withoutVerifiers(client: CenterClient, baseUrl: string): CenterClient {
  if (isLoopback(new URL(baseUrl).hostname)) return client;
  return {
    call: async (name, request) =>
      name === 'staff-cards'
        ? unreachable('verifiers of PINs are not sent over plain HTTP to another machine')
        : await client.call(name, request),
  };
}

export function isSecure(url: string): boolean {
  return url.startsWith('https:');
}
