import { MenuOutlined, SearchOutlined } from '@ant-design/icons';
import { Drawer } from 'antd';
import { Outlet, useMatchRoute, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Skeleton } from '../../../ui/states.tsx';
import { AsOf } from './as-of.tsx';
import { HelpMenu } from './help-menu.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { LanguageSwitch, ThemeSwitch } from './switches.tsx';
import { OperatorMenu } from './operator-menu.tsx';
import { Rail } from './rail.tsx';
import { TourContext } from './tour-context.ts';
import { useActiveCommunity } from './use-active-community.ts';
import { useFocusHeading } from './use-focus-heading.ts';
import { useShortcuts } from './use-shortcuts.ts';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);

const ShortcutsDialog = lazy(() =>
  import('./shortcuts-dialog.tsx').then((module) => ({ default: module.ShortcutsDialog })),
);
const Tour = lazy(() => import('./tour.tsx').then((module) => ({ default: module.Tour })));

/** The frame of every page behind the sign-in: rail, top bar, page. */
export function Shell() {
  const { t } = useTranslation();
  const [railOpen, setRailOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const [touring, setTouring] = useState(false);
  const startTour = useCallback(() => setTouring(true), []);
  const community = useActiveCommunity();
  const path = useRouterState({ select: (state) => state.location.pathname });
  useEffect(() => setRailOpen(false), [path]);
  useFocusHeading(path);
  useShortcuts({
    community,
    openPalette: () => setPaletteOpen(true),
    togglePalette: () => setPaletteOpen((open) => !open),
    openHelp: () => setKeysOpen(true),
  });
  const matchRoute = useMatchRoute();
  const onOverview = Boolean(matchRoute({ to: '/c/$community' }));
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
        <Rail community={community} />
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
        <HelpMenu onKeys={() => setKeysOpen(true)} onTour={onOverview ? startTour : undefined} />
        <OperatorMenu />
      </header>
      <main className="q-page" id="page" tabIndex={-1}>
        <OfflineBanner />
        <TourContext value={startTour}>
          <Suspense fallback={<Skeleton rows={6} height={28} />}>
            <Outlet />
          </Suspense>
        </TourContext>
      </main>
      {keysOpen ? (
        <Suspense fallback={null}>
          <ShortcutsDialog onClose={() => setKeysOpen(false)} />
        </Suspense>
      ) : null}
      {touring ? (
        <Suspense fallback={null}>
          <Tour onClose={() => setTouring(false)} />
        </Suspense>
      ) : null}
      {paletteOpen ? (
        <Suspense fallback={null}>
          <CommandPalette community={community} onClose={() => setPaletteOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
