import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { Language, type Screen } from '../../station/contract/index.ts';
import { delays } from '../delays.ts';
import { languageTag } from '../language-tag.ts';
import { languageNames } from '../messages/index.ts';
import { accepts, connected, language as spoken, text, touch } from '../state.ts';
import { useModal } from './modal.ts';

/** On every screen: a globe and the language spoken now. It opens the six, each by its own name in its own script. */
export function LanguageSwitch({ screen }: { readonly screen: Screen }) {
  const open = useSignal(false);
  const close = (): void => {
    open.value = false;
  };
  // Chosen, or another screen has come: before that one is drawn.
  useLayoutEffect(close, [screen.body.id, screen.language]);
  if (!accepts('set-language')) return null;
  return (
    <>
      <button
        type="button"
        class="language"
        aria-haspopup="dialog"
        onClick={() => {
          open.value = true;
        }}
      >
        <svg viewBox="-24 -24 48 48" aria-hidden="true">
          <path d="M-20 0 a20 20 0 1 0 40 0 a20 20 0 1 0 -40 0 H20 M0 -20 V20 M0 -20 C-12 -8 -12 8 0 20 C12 8 12 -8 0 -20" />
        </svg>
        <span>
          <b lang={languageTag(spoken.value)}>{languageNames[spoken.value]}</b>
          {spoken.value !== 'en' && <span lang="en">Language</span>}
        </span>
      </button>
      {open.value && connected.value && <LanguageSheet now={screen.language} onClose={close} />}
    </>
  );
}

/** Lies over the screen. Who walks away from it leaves it to nobody: it closes by itself. */
function LanguageSheet({ now, onClose }: { readonly now: Language; readonly onClose: () => void }) {
  const t = text.value;
  const box = useModal();
  useEffect(() => {
    const timer = setTimeout(onClose, delays.sheetCloses);
    return () => clearTimeout(timer);
  }, []);
  return (
    <dialog ref={box} class="language-sheet" aria-labelledby="language-sheet" onCancel={onClose}>
      <h2 id="language-sheet">{t.common.languages}</h2>
      <div class="all">
        {Language.options.map((language) => (
          <button
            key={language}
            type="button"
            class="button choice"
            lang={languageTag(language)}
            aria-pressed={language === now}
            onClick={() => {
              if (language === now) onClose();
              else void touch({ type: 'set-language', language });
            }}
          >
            {languageNames[language]}
          </button>
        ))}
      </div>
      <button type="button" class="button quiet" onClick={onClose}>
        {t.common.back}
      </button>
    </dialog>
  );
}
