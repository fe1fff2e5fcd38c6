import type { X509Certificate } from 'node:crypto';

/** Whom a certificate names. The center itself has a host name in its own; these ask it. */
export type Holder =
  | { readonly kind: 'station'; readonly name: string }
  | { readonly kind: 'operator'; readonly name: string }
  /** Sees whether all is well, and changes nothing. */
  | { readonly kind: 'monitor'; readonly name: string };

/** The same words as the contract's station id; an operator or a monitor is a system or a person. */
const NAMES: Readonly<Record<Holder['kind'], RegExp>> = {
  station: /^[A-Z0-9-]{1,20}$/,
  operator: /^[\w.-]{1,40}$/,
  monitor: /^[\w.-]{1,40}$/,
};

export function isHolderName(kind: Holder['kind'], name: string): boolean {
  return NAMES[kind].test(name);
}

function isKind(kind: string): kind is Holder['kind'] {
  return Object.hasOwn(NAMES, kind);
}

/** The name as it stands in the certificate (SAN, URI) and in the list of the revoked. */
export function urnOf({ kind, name }: Holder): string {
  return `urn:wester-kiosk:${kind}:${name}`;
}

/** Null: it is not of that form. */
export function holderOf(urn: string): Holder | null {
  const [, kind = '', name = ''] = /^urn:wester-kiosk:([a-z]+):(.+)$/.exec(urn) ?? [];
  return isKind(kind) && isHolderName(kind, name) ? { kind, name } : null;
}

/** Null: it names nobody, or more than one. Whether it is to be believed has been found out before (TLS). */
export function holderIn(certificate: X509Certificate): Holder | null {
  const urn = /^URI:([^,"]+)$/.exec(certificate.subjectAltName ?? '')?.[1];
  return urn === undefined ? null : holderOf(urn);
}
