import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../api/me.ts';
import { useBack } from '../router/router.tsx';
import { Icon } from './icon.tsx';

/**
 * A page: its title, a way back where it is no tab of its own (`back` is the page above it, for those who came straight from
 * a chat), and what it shows. `action` is the one thing to do here: it stays within reach of the thumb.
 */
export function Page(props: {
  title: string;
  back?: string;
  aside?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = me ? `${props.title} · ${me.community.name}` : props.title;
  }, [props.title, me]);
  // Who hears the page is told where they are.
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const goBack = useBack(props.back ?? '/');
  return (
    <>
      <header className="m-head">
        {props.back === undefined ? null : (
          <button type="button" className="m-head-back" aria-label={t('shell.back')} onClick={goBack}>
            <Icon name="back" />
          </button>
        )}
        <h1 ref={heading} tabIndex={-1}>
          {props.title}
        </h1>
        {props.aside}
      </header>
      <main className="m-main">{props.children}</main>
      {props.action ? <div className="m-action">{props.action}</div> : null}
    </>
  );
}
