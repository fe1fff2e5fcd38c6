/** Opens the virtual NEO 2 and closes it, opens it again and waits until it is gone; then nothing is left to do. */
import { hidLine } from '../../hardware/lines/hid.ts';
import { neo2Usb } from '../../hardware/reader/neo2-codec.ts';

const line = hidLine(neo2Usb);
const first = await line.open();
await first.close();
const second = await line.open();
second.onEnd(() => process.stdout.write('lost\n'));
process.stdout.write('open\n');
