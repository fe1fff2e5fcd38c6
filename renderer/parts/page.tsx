import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../state.ts';
import { IntentButton } from './button.tsx';

/** The heading of a screen: takes the focus when the screen comes, so that it is the first thing that is read out. */
function Title({ children }: { readonly children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {children}
    </h1>
  );
}

const WAYS_OUT = ['cancel', 'back'] as const;

/**
 * The buttons at the bottom: ways out on the left, the way onwards on the right. What the screen takes of `cancel`, `back`
 * and `continue` is drawn whatever else stands there; where two of them lead to the same place, `ways` names the one.
 */
export function Footer({
  ways = WAYS_OUT,
  nextLabel,
  nextLook = 'next',
  question,
  children,
}: {
  readonly ways?: readonly ('cancel' | 'back')[];
  readonly nextLabel?: string;
  /** `choice` where another button is the one clear step. */
  readonly nextLook?: 'next' | 'choice';
  /** What the buttons answer. */
  readonly question?: string | undefined;
  readonly children?: ComponentChildren;
}) {
  const t = text.value;
  return (
    <footer>
      {ways.map((way) => (
        <IntentButton key={way} intent={{ type: way }} look="quiet">
          {way === 'back' ? t.common.back : t.common.cancel}
        </IntentButton>
      ))}
      <p class="question">{question}</p>
      {nextLook === 'next' && children}
      <IntentButton intent={{ type: 'continue' }} look={nextLook}>
        {nextLabel ?? t.common.next}
      </IntentButton>
      {nextLook === 'choice' && children}
    </footer>
  );
}

/** A screen with something to read or to choose: title, content, buttons. */
export function Page({
  title,
  lead,
  footer,
  children,
}: {
  readonly title: string;
  readonly lead?: string | undefined;
  readonly footer: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  return (
    <>
      <div class="page">
        <div class="heading">
          <Title>{title}</Title>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        <div class="content">{children}</div>
      </div>
      {footer}
    </>
  );
}

/** A screen that tells one thing: a picture, and beside it what it means. */
export function Scene({
  picture,
  title,
  lead,
  footer,
  busy = false,
  children,
}: {
  readonly picture: ComponentChildren;
  readonly title: string;
  readonly lead: string;
  readonly footer: ComponentChildren;
  /** The passenger only waits: what changes is read out. */
  readonly busy?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <>
      <div class="scene">
        <div class="picture">{picture}</div>
        <div class="words" aria-busy={busy}>
          <Title>{title}</Title>
          <p class="lead" aria-live={busy ? 'polite' : 'off'}>
            {lead}
          </p>
          {children}
        </div>
      </div>
      {footer}
    </>
  );
}
