import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../shell/mark.tsx';
import { LanguageSwitch, ThemeSwitch } from '../../shell/switches.tsx';
import './auth.css';

/** The page around sign-in and set-up: what this is, and one form. */
export function AuthFrame({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="q-auth">
      <div className="q-auth-top">
        <LanguageSwitch />
        <ThemeSwitch />
      </div>
      <main className="q-auth-card">
        <p className="q-auth-brand">
          <Mark size={36} />
          <span>
            {t('app.name')} <small>{t('app.latin')}</small>
          </span>
        </p>
        <h1>{title}</h1>
        <p className="q-auth-lead">{lead}</p>
        {children}
      </main>
      <footer className="q-auth-guide">
        <a href={`/docs/${i18n.language}`}>{t('help.guide')}</a>
      </footer>
    </div>
  );
}
