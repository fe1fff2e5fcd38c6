import type { ReceiptPreview } from '../../station/contract/index.ts';

/** A name for the part of the document that a picture makes, read out instead of its many small texts. */
interface Named {
  readonly label: string;
}

/** The receipt as it would come out: each text in the columns where the print head would put it. */
export function ReceiptPicture({ receipt, label }: { readonly receipt: ReceiptPreview } & Named) {
  const { width, height, texts, blocks } = receipt;
  return (
    <svg class="receipt" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label} lang="ja">
      <rect width={width} height={height} fill="#fff" />
      <path
        d={blocks.map((block) => `M${block.x} ${block.y}h${block.width}v${block.height}h-${block.width}z`).join('')}
      />
      {texts.map(({ text, x, y, size, length, bold, inverse }) => (
        <text
          key={`${x} ${y}`}
          x={x}
          y={y}
          font-size={size}
          font-weight={bold ? 700 : 400}
          textLength={length}
          lengthAdjust="spacingAndGlyphs"
          fill={inverse ? '#fff' : undefined}
        >
          {text}
        </text>
      ))}
    </svg>
  );
}

/** White around a code, in squares: without it a camera does not find the code (ISO/IEC 18004). */
const QUIET = 4;

/** A QR code, dark on white whatever the machine's colour. */
export function CodePicture({ code, label }: { readonly code: ReceiptPreview['code'] } & Named) {
  const whole = code.size + 2 * QUIET;
  return (
    <svg class="code" viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`} role="img" aria-label={label}>
      <rect x={-QUIET} y={-QUIET} width={whole} height={whole} fill="#fff" />
      <path d={code.rows.map((row, y) => rowPath(row, y, code.size)).join('')} shape-rendering="crispEdges" />
    </svg>
  );
}

/** One rectangle for squares side by side. */
function rowPath(row: string, y: number, size: number): string {
  let path = '';
  let length = 0;
  for (let x = 0; x <= size; x++) {
    const digit = Number.parseInt(row.charAt(x >> 2), 16);
    const dark = x < size && (digit & (8 >> (x & 3))) !== 0;
    if (dark) length += 1;
    else if (length > 0) {
      path += `M${x - length} ${y}h${length}v1h-${length}z`;
      length = 0;
    }
  }
  return path;
}
