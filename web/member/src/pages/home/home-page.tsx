import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/avatar.tsx';
import { useMe, useUses } from '../../api/me.ts';
import { HOME_BLOCKS } from '../../home-blocks.ts';
import { Card } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty, Skeleton } from '../../ui/states.tsx';

/** The first page: who one is here, where one stands, and what to do today. */
export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const uses = useUses();
  const blocks = HOME_BLOCKS.filter(({ part }) => uses(part));
  return (
    <Page title={me.data?.community.name ?? ''}>
      <Answer of={me}>
        {({ name, community }) => (
          <>
            <Card>
              <div className="m-who">
                <Avatar name={name} id={name} size={48} />
                <div>
                  <strong>{t('home.hello', { name })}</strong>
                  {community.slogan ? <p className="m-soft">{community.slogan}</p> : null}
                </div>
              </div>
            </Card>
            {blocks.map(({ part, Block }, at) => (
              <Suspense
                key={`${part}${at}`}
                fallback={
                  <Card>
                    <Skeleton rows={2} />
                  </Card>
                }
              >
                <Block />
              </Suspense>
            ))}
            {blocks.length === 0 ? (
              <Empty icon="star" title={t('home.nothingYet')}>
                <p>{t('home.nothingYetMore')}</p>
              </Empty>
            ) : null}
          </>
        )}
      </Answer>
    </Page>
  );
}
