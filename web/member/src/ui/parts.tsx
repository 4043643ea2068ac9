import { type ComponentProps, type ReactNode, useId } from 'react';
import { Link } from '../router/router.tsx';
import { Icon, type IconName } from './icon.tsx';

type Kind = 'primary' | 'plain' | 'danger' | 'quiet';

/** A button, 44 px high at least. One `primary` a page. `busy` while what it does is under way. */
export function Button({
  kind = 'plain',
  busy = false,
  wide = false,
  children,
  ...rest
}: { kind?: Kind; busy?: boolean; wide?: boolean } & ComponentProps<'button'>) {
  return (
    <button
      type="button"
      {...rest}
      className={`m-button m-button-${kind}${wide ? ' m-button-wide' : ''}`}
      disabled={rest.disabled || busy}
      aria-busy={busy || undefined}
    >
      {children}
    </button>
  );
}

/** A link that looks like a button. */
export const ButtonLink = ({
  kind = 'plain',
  wide = false,
  ...rest
}: { kind?: Kind; wide?: boolean } & ComponentProps<typeof Link>) => (
  <Link {...rest} className={`m-button m-button-${kind}${wide ? ' m-button-wide' : ''}`} />
);

/** Something that belongs together, on a ground of its own; `title` is its heading. */
export function Card(props: { title?: string; aside?: ReactNode; children: ReactNode; tone?: 'accent' }) {
  const id = useId();
  return (
    <section
      className={`m-card${props.tone ? ` m-card-${props.tone}` : ''}`}
      aria-labelledby={props.title ? id : undefined}
    >
      {props.title ? (
        <div className="m-card-head">
          <h2 id={id}>{props.title}</h2>
          {props.aside}
        </div>
      ) : null}
      {props.children}
    </section>
  );
}

/** A list of rows with lines between. */
export const Rows = ({ children, label }: { children: ReactNode; label?: string }) => (
  <ul className="m-rows" aria-label={label}>
    {children}
  </ul>
);

type RowProps = { title: ReactNode; detail?: ReactNode; value?: ReactNode; icon?: IconName };

function RowInside({ title, detail, value, icon, leads }: RowProps & { leads?: boolean }) {
  return (
    <>
      {icon ? (
        <span className="m-row-icon">
          <Icon name={icon} />
        </span>
      ) : null}
      <span className="m-row-words">
        <span>{title}</span>
        {detail ? <span className="m-row-detail">{detail}</span> : null}
      </span>
      {value === undefined ? null : <span className="m-row-value">{value}</span>}
      {leads ? <Icon name="next" size={18} /> : null}
    </>
  );
}

/** A row of a list; with `to` it leads to a page, with `onClick` it does something. */
export function Row({ to, onClick, ...words }: RowProps & { to?: string; onClick?: () => void }) {
  return (
    <li>
      {to !== undefined ? (
        <Link to={to} className="m-row">
          <RowInside {...words} leads />
        </Link>
      ) : onClick ? (
        <button type="button" className="m-row" onClick={onClick}>
          <RowInside {...words} leads />
        </button>
      ) : (
        <div className="m-row">
          <RowInside {...words} />
        </div>
      )}
    </li>
  );
}

/** A number with what it counts; the number is what the eye finds. */
export const Figure = ({ label, value, sub }: { label: string; value: ReactNode; sub?: ReactNode }) => (
  <div className="m-figure">
    <span className="m-figure-label">{label}</span>
    <strong className="m-figure-value">{value}</strong>
    {sub ? <span className="m-figure-sub">{sub}</span> : null}
  </div>
);

/** How far something is: `value` of `most`. The words beside it say so too. */
export const Progress = ({ value, most, label }: { value: number; most: number; label: string }) => (
  <progress className="m-progress" value={Math.min(value, most)} max={Math.max(most, 1)} aria-label={label} />
);

/** A state in a word. `tone` is never all it says. */
export const Pill = ({
  children,
  tone = 'plain',
}: {
  children: ReactNode;
  tone?: 'plain' | 'good' | 'warn' | 'bad';
}) => <span className={`m-pill m-pill-${tone}`}>{children}</span>;

/** Something worth knowing, in place. */
export const Note = ({ children, tone = 'plain' }: { children: ReactNode; tone?: 'plain' | 'warn' | 'good' }) => (
  <p className={`m-note m-note-${tone}`} role={tone === 'plain' ? undefined : 'status'}>
    {children}
  </p>
);

/** A choice of a few, one of which is shown: views of one page. */
export function Tabs<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
}) {
  return (
    <div className="m-tabs" role="group" aria-label={props.label}>
      {props.options.map(({ value, label }) => (
        <button key={value} type="button" aria-pressed={value === props.value} onClick={() => props.onChange(value)}>
          {label}
        </button>
      ))}
    </div>
  );
}

/** A field with its label above; `fault` says what is wrong with it. */
export function TextField({
  label,
  hint,
  fault,
  ...rest
}: { label: string; hint?: string; fault?: string } & ComponentProps<'input'>) {
  const id = useId();
  return (
    <div className="m-field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        id={id}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault || hint ? `${id}-more` : undefined}
      />
      {fault || hint ? (
        <span id={`${id}-more`} className={fault ? 'm-field-fault' : 'm-field-hint'}>
          {fault ?? hint}
        </span>
      ) : null}
    </div>
  );
}
