/** What Node's parser could not read is no request: no hook and no handler sees it, and its answer is written by hand. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Problem } from './contract/index.ts';
import type { Refusal } from './refusal.ts';

/** A refusal, and the status where HTTP has a better word than its code. */
export interface Refused {
  readonly refusal: Refusal;
  readonly status?: number;
}

/** @param code of Node's `clientError`. */
export function refusalOfUnreadable(code: string | undefined): Refused {
  const bad = (detail: string, status: number) => ({ refusal: { code: 'bad-request', detail } as const, status });
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return bad('headers: too large', 431);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return bad('the request did not come to its end', 408);
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return bad('body: too large', 413);
    default:
      return bad('not HTTP', 400);
  }
}

/** The last thing that goes out on this connection. */
export function answerUnreadable(socket: Socket, problem: Problem): void {
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
