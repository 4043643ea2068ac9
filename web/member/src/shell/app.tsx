import { Component, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useThemeName } from '../../../ui/theme-name.ts';
import { useMe } from '../api/me.ts';
import { PAGES } from '../pages.ts';
import { match } from '../router/match.ts';
import { useLocation, WithParams } from '../router/router.tsx';
import { Button } from '../ui/parts.tsx';
import { Page } from '../ui/page.tsx';
import { Empty, Failure, Skeleton } from '../ui/states.tsx';
import { SignInPage } from './lazy-sign-in.ts';
import { TabBar } from './tab-bar.tsx';

const TABS = new Set(['/', '/benefits', '/me']);

/** The page of the address, in its frame. Who is not signed in gets the sign-in in its place, and comes here afterwards. */
export function App() {
  // Light or dark follows the phone for as long as the page is open.
  useThemeName();
  const { code, path } = useLocation();
  const me = useMe();
  const page = PAGES.map((one) => ({ one, params: match(one.path, path) })).find(({ params }) => params !== undefined);
  // A cookie is for one community; in another the visitor is not known.
  const known = me.data?.community.code === code;
  const tabs = known && TABS.has(path);
  return (
    <div className={tabs ? 'm-app m-app-tabs' : 'm-app'}>
      <Guard key={path}>
        <Suspense fallback={<Waiting />}>
          {page?.one.open ? (
            <WithParams params={page.params!}>
              <page.one.Page />
            </WithParams>
          ) : me.isPending ? (
            <Waiting />
          ) : me.error && !me.data && me.error.status !== 401 ? (
            <main className="m-main">
              <Failure error={me.error} onRetry={() => void me.refetch()} />
            </main>
          ) : !known ? (
            <SignInPage />
          ) : page ? (
            <WithParams params={page.params!}>
              <page.one.Page />
            </WithParams>
          ) : (
            <Missing />
          )}
        </Suspense>
      </Guard>
      {tabs ? <TabBar /> : null}
    </div>
  );
}

const Waiting = () => (
  <main className="m-main">
    <Skeleton rows={4} height={28} />
  </main>
);

function Missing() {
  const { t } = useTranslation();
  return (
    <Page title={t('shell.missing')} back="/">
      <Empty icon="info" title={t('shell.missingMore')} />
    </Page>
  );
}

/** Catches what a page cannot show: a file of it that did not arrive, mostly, after the server was renewed. */
class Guard extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

function Broken() {
  const { t } = useTranslation();
  return (
    <main className="m-main">
      <Empty icon="alert" title={t('shell.broken')}>
        <Button kind="primary" onClick={() => window.location.reload()}>
          {t('shell.reload')}
        </Button>
      </Empty>
    </main>
  );
}
