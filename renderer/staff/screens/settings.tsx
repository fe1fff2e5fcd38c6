import { useState } from 'preact/hooks';
import type {
  SettingField,
  SettingLine,
  SettingRefusal,
  SettingValue,
} from '../../../station/contract/staff-settings.ts';
import { Profile } from '../../../station/contract/words.ts';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Keyboard } from '../parts/keyboard.tsx';
import { Sheet } from '../parts/sheet.tsx';
import type { ScreenProps } from './props.ts';

/** A value as people say it. */
function words(field: SettingField, value: SettingValue): string {
  const t = deviceText.value;
  if (value === null) return field === 'opening-hours' ? t.settings.always : t.settings.none;
  const profile = Profile.safeParse(value);
  if (field === 'profile' && profile.success) return t.settings.profile[profile.data];
  if (field === 'opening-hours') return value.replace('-', ' – ');
  if (field === 'brightness') return `${value} %`;
  return field === 'printer-width' ? `${value} mm` : value;
}

function Refused({ problem }: { readonly problem: SettingRefusal }) {
  const t = deviceText.value;
  return (
    <div class="asking unknown" role="alert" data-refusal={problem.kind}>
      <p>{t.settings.refusal[problem.kind]}</p>
      {'detail' in problem && <p lang="en">{problem.detail}</p>}
    </div>
  );
}

function Row({ line }: { readonly line: SettingLine }) {
  const t = deviceText.value;
  const { field, value, undo, pending, needsRestart, mayChange } = line;
  return (
    <li data-field={field} data-value={value ?? ''}>
      <p>
        <strong>{t.settings.field[field]}</strong>
        <span class="value">{words(field, value)}</span>
        {pending ? (
          <em>{t.settings.pending}</em>
        ) : (
          <small>{mayChange ? needsRestart && t.settings.restart : t.settings.engineer}</small>
        )}
      </p>
      {undo && (
        <IntentButton intent={{ type: 'undo-setting', field }}>
          {t.settings.undo(words(field, undo.value))}
        </IntentButton>
      )}
      {mayChange && <IntentButton intent={{ type: 'edit-setting', field }}>{t.settings.change}</IntentButton>}
    </li>
  );
}

/** So many rows fit with targets for gloves. */
const ROWS = 5;

export function Settings({ body }: ScreenProps<'settings'>) {
  const t = deviceText.value;
  const { lines, done, problem } = body;
  const [page, setPage] = useState(0);
  const pages = Math.ceil(lines.length / ROWS);
  const said = done && t.settings.done(t.settings.field[done.field], words(done.field, done.value));
  return (
    <Sheet
      title={t.settings.title}
      lead={said ?? undefined}
      footer={Array.from({ length: pages }, (_, at) => (
        <button
          key={at}
          type="button"
          class="button"
          aria-pressed={page === at}
          data-page={at}
          onClick={() => setPage(at)}
        >
          {at + 1} / {pages}
        </button>
      ))}
    >
      {problem && <Refused problem={problem} />}
      <ul class="settings">
        {lines.slice(page * ROWS, (page + 1) * ROWS).map((line) => (
          <Row key={line.field} line={line} />
        ))}
      </ul>
    </Sheet>
  );
}

/** One touch is the change: there is nothing left to confirm, and it can be taken back. */
function Choices({
  field,
  value,
  choices,
}: {
  readonly field: SettingField;
  readonly value: SettingValue;
  readonly choices: readonly string[];
}) {
  return (
    <div class="choices">
      {choices.map((choice) => (
        <IntentButton
          key={choice}
          intent={{ type: 'set-setting', field, value: choice }}
          look={choice === value ? 'main' : 'plain'}
        >
          {words(field, choice)}
        </IntentButton>
      ))}
    </div>
  );
}

const STEP_MINUTES = 15;

/** `HH:MM`, a quarter of an hour on or back, round the clock. */
function moved(time: string, by: number): string {
  const minutes = (Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + by + 1440) % 1440;
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

function Dial({
  label,
  time,
  onChange,
}: {
  readonly label: string;
  readonly time: string;
  readonly onChange: (time: string) => void;
}) {
  return (
    <div class="dial">
      <span>{label}</span>
      <strong>{time}</strong>
      {[-60, -STEP_MINUTES, STEP_MINUTES, 60].map((by) => (
        <button key={by} type="button" class="button" onClick={() => onChange(moved(time, by))}>
          {by > 0 ? '+' : '−'}
          {Math.abs(by)}
        </button>
      ))}
    </div>
  );
}

/** What a machine begins with that had no hours. */
const FIRST_HOURS = '05:00-00:30';

function Hours({ value }: { readonly value: SettingValue }) {
  const t = deviceText.value;
  const [opens = '', closes = ''] = (value ?? FIRST_HOURS).split('-');
  const [hours, setHours] = useState({ opens, closes });
  const next = `${hours.opens}-${hours.closes}`;
  return (
    <div class="hours">
      <Dial label={t.settings.open} time={hours.opens} onChange={(time) => setHours({ ...hours, opens: time })} />
      <Dial label={t.settings.close} time={hours.closes} onChange={(time) => setHours({ ...hours, closes: time })} />
      <IntentButton intent={{ type: 'set-setting', field: 'opening-hours', value: next }} look="main">
        {t.settings.set}
      </IntentButton>
      {value !== null && (
        <IntentButton intent={{ type: 'set-setting', field: 'opening-hours', value: null }}>
          {t.settings.always}
        </IntentButton>
      )}
    </div>
  );
}

/** So many choices beside the keys; more are turned to. */
const CHOICES_BESIDE = 6;

function Typed({
  line,
  choices,
  wasRefused,
}: {
  readonly line: SettingLine;
  readonly choices: readonly string[];
  /** What was wrong takes the place of the choices. */
  readonly wasRefused: boolean;
}) {
  const t = deviceText.value;
  const { field, value } = line;
  const [typed, setTyped] = useState(value ?? '');
  const [page, setPage] = useState(0);
  const pages = Math.ceil(choices.length / CHOICES_BESIDE);
  const shown = choices.slice(page * CHOICES_BESIDE, (page + 1) * CHOICES_BESIDE);
  return (
    <div class="typed">
      <div class="buttons">
        <output>{typed}</output>
        <button type="button" class="button" onClick={() => setTyped('')}>
          {t.settings.clear}
        </button>
        {field === 'tower-line' && value !== null && (
          <IntentButton intent={{ type: 'set-setting', field, value: null }}>{t.settings.remove}</IntentButton>
        )}
        <IntentButton intent={{ type: 'set-setting', field, value: typed }} look="main">
          {t.settings.set}
        </IntentButton>
      </div>
      {shown.length > 0 && !wasRefused && (
        <div class="beside">
          {shown.map((choice) => (
            <button key={choice} type="button" class="button" onClick={() => setTyped(choice)}>
              {choice}
            </button>
          ))}
          {pages > 1 && (
            <button type="button" class="button" onClick={() => setPage((page + 1) % pages)}>
              {page + 1} / {pages}
            </button>
          )}
        </div>
      )}
      <Keyboard
        onType={(key) => setTyped((before) => before + key)}
        onErase={() => setTyped((before) => Array.from(before).slice(0, -1).join(''))}
      />
    </div>
  );
}

/** Few values are chosen by one touch; the rest is typed, or filled in by a touch and changed. */
const CHOSEN: ReadonlySet<SettingField> = new Set(['volume', 'brightness', 'profile', 'printer-width']);

export function EditSetting({ body }: ScreenProps<'edit-setting'>) {
  const t = deviceText.value;
  const { line, choices, problem } = body;
  const { field, value } = line;
  return (
    <Sheet
      title={t.settings.field[field]}
      lead={field === 'brightness' ? t.settings.brightnessLead : line.needsRestart ? t.settings.restart : undefined}
    >
      {problem && <Refused problem={problem} />}
      {CHOSEN.has(field) && <Choices field={field} value={value} choices={choices} />}
      {field === 'opening-hours' && <Hours value={value} />}
      {!CHOSEN.has(field) && field !== 'opening-hours' && (
        <Typed key={field} line={line} choices={choices} wasRefused={problem !== null} />
      )}
    </Sheet>
  );
}
