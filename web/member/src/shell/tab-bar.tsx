import { useTranslation } from 'react-i18next';
import { ENTRIES } from '../entries.ts';
import { useUses } from '../api/me.ts';
import { Link, useLocation } from '../router/router.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';

type Tab = { to: string; label: string; icon: IconName };

/** The tabs below: the first page, what a member gets, and what is theirs. What the community does not use is not there. */
export function TabBar() {
  const { t } = useTranslation();
  const { path } = useLocation();
  const uses = useUses();
  const benefits = ENTRIES.some(({ tab, part }) => tab === 'benefits' && (part === undefined || uses(part)));
  const tabs: Tab[] = [
    { to: '/', label: t('shell.home'), icon: 'home' },
    ...(benefits ? [{ to: '/benefits', label: t('shell.benefits'), icon: 'gift' } as const] : []),
    { to: '/me', label: t('shell.me'), icon: 'person' },
  ];
  return (
    <nav className="m-nav" aria-label={t('shell.tabs')}>
      <ul>
        {tabs.map(({ to, label, icon }) => (
          <li key={to}>
            <Link to={to} aria-current={path === to ? 'page' : undefined}>
              <Icon name={icon} size={24} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
