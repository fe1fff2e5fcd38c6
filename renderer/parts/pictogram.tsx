import type { ComponentChildren } from 'preact';

/** A plane seen from above and the side: everything that lies on the reader is drawn flat and tilted by this. */
const TILT = 'matrix(.866 .5 -.866 .5 0 0)';

/** A flat, rounded thing with some thickness. */
function Slab({
  width,
  height,
  radius,
  thickness,
  name,
  children,
}: {
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly thickness: number;
  readonly name: string;
  readonly children?: ComponentChildren;
}) {
  const box = { x: -width / 2, y: -height / 2, width, height, rx: radius };
  const layers = Array.from({ length: thickness / 2 }, (_, layer) => thickness - 2 * layer);
  return (
    <g class={name}>
      {layers.map((depth) => (
        <g key={depth} transform={`translate(0 ${depth})`}>
          <rect {...box} class="side" transform={TILT} />
        </g>
      ))}
      <g transform={TILT}>
        <rect {...box} class="top" />
        {children}
      </g>
    </g>
  );
}

function Reader() {
  return (
    <g transform="translate(0 62)">
      <ellipse class="shadow" cy="34" rx="196" ry="100" />
      <Slab width={250} height={200} radius={34} thickness={28} name="reader">
        <rect class="pad" x="-96" y="-72" width="192" height="144" rx="22" />
        <circle class="wave one" r="24" />
        <circle class="wave two" r="42" />
        <circle class="wave three" r="60" />
      </Slab>
    </g>
  );
}

function Card() {
  return (
    <Slab width={150} height={96} radius={11} thickness={4} name="card">
      <path class="band" d="M-75 8 C-30 -8 20 34 75 10 V37 a11 11 0 0 1 -11 11 H-64 a11 11 0 0 1 -11 -11 Z" />
      <rect class="mark" x="-60" y="-34" width="46" height="9" rx="4.5" />
      <circle class="mark" cx="52" cy="-26" r="9" />
    </Slab>
  );
}

function Arrow({ up }: { readonly up: boolean }) {
  return <path class="arrow" d={up ? 'M0 44 V-40 M-30 -12 L0 -42 L30 -12' : 'M0 -44 V40 M-30 12 L0 42 L30 12'} />;
}

function Picture({ name, children }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <svg class={`pictogram ${name}`} viewBox="-205 -180 410 392" aria-hidden="true">
      {children}
    </svg>
  );
}

/** Lay the card here: it comes down onto the reader. */
export function LayCardPicture() {
  return (
    <Picture name="lay">
      <Reader />
      <g class="moving">
        <g transform="translate(0 44)">
          <Card />
        </g>
      </g>
      <g transform="translate(158 -92)">
        <Arrow up={false} />
      </g>
    </Picture>
  );
}

/** Do not take it: the way up is barred. */
export function HoldCardPicture() {
  return (
    <Picture name="hold">
      <Reader />
      <g transform="translate(0 44)">
        <Card />
      </g>
      <g transform="translate(0 -88)">
        <circle class="ban-ground" r="86" />
        <Arrow up={true} />
        <circle class="ban" r="79" />
        <path class="ban" d="M-56 -56 L56 56" />
      </g>
    </Picture>
  );
}

/** Take it: the card rises from the reader. */
export function TakeCardPicture() {
  return (
    <Picture name="take">
      <Reader />
      <g class="moving">
        <g transform="translate(0 44)">
          <Card />
        </g>
      </g>
      <g transform="translate(158 -92)">
        <Arrow up={true} />
      </g>
    </Picture>
  );
}

/** A round sign: `good` done, `stop` not possible, `care` look here, `wait` working, `staff` a person comes. */
export function SignPicture({ sign }: { readonly sign: 'good' | 'stop' | 'care' | 'wait' | 'staff' }) {
  return (
    <svg class={`sign ${sign}`} viewBox="-100 -100 200 200" aria-hidden="true">
      <circle class="ground" r="92" />
      {sign === 'good' && <path class="stroke draw" d="M-42 4 L-12 36 L46 -32" />}
      {sign === 'stop' && <path class="stroke" d="M-32 -32 L32 32 M32 -32 L-32 32" />}
      {sign === 'care' && <path class="stroke" d="M0 -48 V12 M0 44 V45" />}
      {sign === 'wait' && (
        <g class="dots">
          <circle cx="-40" r="12" />
          <circle r="12" />
          <circle cx="40" r="12" />
        </g>
      )}
      {sign === 'staff' && (
        <g class="person">
          <circle cy="-20" r="24" />
          <path d="M-46 50 a46 40 0 0 1 92 0 Z" />
          <path class="cap" d="M-28 -32 q28 -26 56 0 l8 5 h-72 Z" />
        </g>
      )}
    </svg>
  );
}

/** The two jobs and the third, small, on the tiles of the home screen. */
export function JobPicture({ job }: { readonly job: 'registration' | 'point-charge' | 'inquiry' }) {
  return (
    <svg class="job-picture" viewBox="0 0 96 96" aria-hidden="true">
      {job === 'inquiry' ? (
        <>
          <rect x="14" y="12" width="56" height="72" rx="8" />
          <path d="M28 32 H56 M28 46 H56 M28 60 H44" />
          <circle class="plate" cx="66" cy="64" r="17" />
          <path d="M78 76 L88 86" />
        </>
      ) : (
        <>
          <rect x="8" y="24" width="70" height="48" rx="8" />
          <path d="M8 40 H78" />
          <circle class="plate" cx="72" cy="66" r="19" />
          {job === 'registration' ? <path d="M63 66 L70 73 L81 60" /> : <path d="M72 56 V76 M62 66 H82" />}
        </>
      )}
    </svg>
  );
}
