/** Command codes of the PN53x family; an answer's code is one more. Source: docs/facts/felica.md §1.3, §2.1. */
export const commandCode = {
  diagnose: 0x00,
  getFirmwareVersion: 0x02,
  getGeneralStatus: 0x04,
  readRegister: 0x06,
  writeRegister: 0x08,
  setSerialBaudRate: 0x10,
  setParameters: 0x12,
  samConfiguration: 0x14,
  powerDown: 0x16,
  rfConfiguration: 0x32,
  inDataExchange: 0x40,
  inCommunicateThru: 0x42,
  inDeselect: 0x44,
  inListPassiveTarget: 0x4a,
  inRelease: 0x52,
  inSelect: 0x54,
  inAutoPoll: 0x60,
  communicateThruEx: 0xa0,
} as const;

/** Items of RFConfiguration. */
export const rfItem = {
  field: 0x01,
  timeouts: 0x02,
  retriesOfExchange: 0x04,
  retriesOfActivation: 0x05,
  /** RC-S620/S only. */
  additionalWait: 0x81,
} as const;

/** Kinds of target in InListPassiveTarget. */
export const baudAndType = { typeA: 0x00, felica212: 0x01, felica424: 0x02, typeB: 0x03, jewel: 0x04 } as const;

/** Status byte of the commands that have one: bits 0–5 are the error. */
export const chipStatus = {
  ok: 0x00,
  timeout: 0x01,
  crc: 0x02,
  invalidParameter: 0x10,
  notAcceptable: 0x27,
} as const;

/** RFConfiguration item 2: code n ≥ 1 is 100 µs × 2^(n−1); 0 is no limit. Milliseconds. */
export function timeoutOfCode(code: number): number {
  return code === 0 ? Number.POSITIVE_INFINITY : 0.1 * 2 ** (code - 1);
}
