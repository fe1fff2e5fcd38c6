/**
 * X.509 certificates of a test bench and of a fleet that has no certificate authority of its own: a CA, the center's, and one
 * for each station, operator and monitor. P-256 with SHA-256: of what TLS 1.3 has, this is what Node and Electron (BoringSSL,
 * no Ed25519) both take. A certificate of a client is of no use to a server and the other way round (RFC 5280 §4.2.1.12).
 */
import { createHash, createPublicKey, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_clientAuth,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
} from '@peculiar/asn1-x509';
import { type Holder, urnOf } from './holder.ts';

export type Subject = Holder | { readonly kind: 'center'; readonly name: string };

export interface Authority {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
}

export interface Term {
  /** Epoch ms. */
  readonly from: number;
  readonly until: number;
}

const COMMON_NAME = '2.5.4.3';
const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';

/** The certificate of a CA over its own key, in PEM. It signs certificates of clients and servers, and no further CA. */
export function issueAuthority(key: KeyObject, name: string, term: Term): string {
  const publicKey = createPublicKey(key);
  return signed(key, {
    issuer: nameOf(name),
    subject: nameOf(name),
    publicKey,
    term,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign), true),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdOf(publicKey))),
    ],
  });
}

/** The certificate of one holder over its public key, in PEM. */
export function issue({ key, certificate }: Authority, subject: Subject, publicKey: KeyObject, term: Term): string {
  const issuer = AsnConvert.parse(certificate.raw, Certificate).tbsCertificate.subject;
  const authorityKey = new KeyIdentifier(keyIdOf(certificate.publicKey));
  return signed(key, {
    issuer,
    subject: nameOf(subject.name),
    publicKey,
    term,
    extensions: [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
      extension(
        id_ce_extKeyUsage,
        new ExtendedKeyUsage([subject.kind === 'center' ? id_kp_serverAuth : id_kp_clientAuth]),
      ),
      extension(id_ce_subjectAltName, new SubjectAlternativeName([alternativeName(subject)])),
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdOf(publicKey))),
      extension(id_ce_authorityKeyIdentifier, new AuthorityKeyIdentifier({ keyIdentifier: authorityKey })),
    ],
  });
}

function alternativeName(subject: Subject): GeneralName {
  if (subject.kind !== 'center') return new GeneralName({ uniformResourceIdentifier: urnOf(subject) });
  return new GeneralName(isIP(subject.name) ? { iPAddress: subject.name } : { dNSName: subject.name });
}

interface Unsigned {
  readonly issuer: Name;
  readonly subject: Name;
  readonly publicKey: KeyObject;
  readonly term: Term;
  readonly extensions: Extension[];
}

function signed(key: KeyObject, { issuer, subject, publicKey, term, extensions }: Unsigned): string {
  const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const body = new TBSCertificate({
    // 2: version 3, the one that has extensions.
    version: 2,
    serialNumber: newSerial(),
    signature: algorithm,
    issuer,
    subject,
    validity: new Validity({ notBefore: new Date(term.from), notAfter: new Date(term.until) }),
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: 'spki', format: 'der' }), SubjectPublicKeyInfo),
    extensions: new Extensions(extensions),
  });
  const signature = sign('sha256', new Uint8Array(AsnConvert.serialize(body)), key);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: algorithm,
    signatureValue: bufferOf(signature),
  });
  return new X509Certificate(new Uint8Array(AsnConvert.serialize(certificate))).toString();
}

/** Nobody else's, and a positive number in its shortest form: the first byte is 64 to 127 (RFC 5280 §4.1.2.2). */
function newSerial(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bufferOf(bytes);
}

function nameOf(commonName: string): Name {
  const value = new AttributeValue({ utf8String: commonName });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}

/** A name for a key: SHA-1 of it (RFC 5280 §4.2.1.2); nothing rests on it. */
function keyIdOf(publicKey: KeyObject): ArrayBuffer {
  return bufferOf(
    createHash('sha1')
      .update(publicKey.export({ type: 'spki', format: 'der' }))
      .digest(),
  );
}

function extension(id: string, value: unknown, critical = false): Extension {
  return new Extension({ extnID: id, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
