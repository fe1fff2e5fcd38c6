import { neo2Usb } from '../../hardware/reader/neo2-codec.ts';
import { lr6Usb } from '../../hardware/tower/codec.ts';
import { type UhidDevice, vendorDescriptor } from './uhid.ts';

/** Reports as the devices have them (docs/facts/felica.md §9.1, §9.2); the rest of their descriptors is not public. */
export const tower: UhidDevice = {
  name: 'virtual LR6-USB',
  ...lr6Usb,
  descriptor: vendorDescriptor([], 8),
  numbered: false,
};
export const neo2: UhidDevice = {
  name: 'virtual NEO 2',
  ...neo2Usb,
  descriptor: vendorDescriptor([1, 2, 3, 4], 63),
  numbered: true,
};
