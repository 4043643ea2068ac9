import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Drawer } from 'antd';
import { Outlet, useMatchRoute, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../../ui/states.tsx';
import { AsOf } from './as-of.tsx';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';
import { OperatorMenu } from './operator-menu.tsx';
import { Rail } from './rail.tsx';
import { useActiveCommunity } from './use-active-community.ts';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);

/** The frame of every page behind the sign-in: rail, top bar, page. */
export function Shell() {
  const { t } = useTranslation();
  const [railOpen, setRailOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = usePalette();
  const community = useActiveCommunity();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setRailOpen(false), [path]);
  const matchRoute = useMatchRoute();
  const dated = community && Boolean(matchRoute({ to: '/c/$community', fuzzy: true }));

  return (
    <div className="q-shell">
      <a className="q-skip" href="#page">
        {t('shell.skip')}
      </a>
      <aside className="q-rail-fixed">
        <Rail community={community} />
      </aside>
      <Drawer
        open={railOpen}
        onClose={() => setRailOpen(false)}
        placement="left"
        size={264}
        closable={false}
        styles={{ body: { padding: 0 } }}
        title={null}
        aria-label={t('shell.navigation')}
      >
        <Rail community={community} wide />
      </Drawer>
      <header className="q-top">
        <button
          type="button"
          className="q-icon-button q-menu-button"
          aria-label={t('shell.openNavigation')}
          onClick={() => setRailOpen(true)}
        >
          <MenuOutlined />
        </button>
        <button
          type="button"
          className="q-search-button"
          onClick={() => setPaletteOpen(true)}
          aria-keyshortcuts="Control+K Meta+K"
        >
          <SearchOutlined />
          <span className="q-search-words">{t('shell.search')}</span>
          <kbd>{navigator.platform.startsWith('Mac') ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <div className="q-top-gap" />
        {dated ? <AsOf community={community} /> : null}
        <LanguageSwitch />
        <ThemeSwitch />
        <OperatorMenu />
      </header>
      <main className="q-page" id="page" tabIndex={-1}>
        <Suspense fallback={<Skeleton rows={6} height={28} />}>
          <Outlet />
        </Suspense>
      </main>
      {paletteOpen ? (
        <Suspense fallback={null}>
          <CommandPalette community={community} onClose={() => setPaletteOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

function usePalette(): [boolean, (open: boolean) => void] {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey && !event.shiftKey) {
        event.preventDefault();
        setOpen((was) => !was);
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  return [open, setOpen];
}
