import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Content } from '../../../../../src/modules/connections/content.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Preview, previewQuery } from '../../api/templates.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useSettled } from '../../shell/use-settled.ts';
import { useBoth } from '../connections/use-both.ts';
import { isWhole } from '../messages/content-editor.tsx';
import { MessageView } from '../messages/message-view.tsx';
import './templates.css';

type Asked = {
  content: Content;
  variables?: Record<string, string>;
  declared?: readonly string[];
  memberId?: string | undefined;
  language?: 'zh-CN' | 'en';
};

/** A message as each platform shows it; platforms that show the same stand together. */
export function PlatformPreviews(props: Asked) {
  const { t } = useTranslation();
  const asked = useSettled(props, 400);
  const whole = isWhole(asked.content);
  return (
    <Panel title={t('templates.preview.title')} note={t('templates.preview.note')}>
      {whole ? <Previews {...asked} /> : <p className="q-faint">{t('templates.preview.unfinished')}</p>}
    </Panel>
  );
}

function Previews({ content, variables = {}, declared = [], memberId, language }: Asked) {
  const { t } = useTranslation();
  const both = useBoth();
  const format = useFormat();
  const community = useCommunity();
  const { data, error } = useQuery(
    previewQuery(community.id, { content, variables, declared: [...declared], memberId, language }),
  );
  if (error) return <ErrorNotice error={error} />;
  if (!data) return <Skeleton rows={4} />;
  return (
    <ul className="q-previews">
      {alike(data.platforms).map(([first, ...others]) => (
        <li key={first!.connector}>
          <h3>{[first!, ...others].map(({ name }) => both(name)).join(' · ')}</h3>
          {first!.content ? (
            <>
              <MessageView content={first!.content} />
              <small className={first!.cut ? 'q-preview-cut' : 'q-faint'}>
                {first!.cut ? `${t('templates.preview.cut')} ` : ''}
                {first!.limit === null
                  ? t('templates.preview.characters', { count: first!.characters })
                  : t('templates.preview.ofCharacters', {
                      characters: format.exact(first!.characters),
                      limit: format.exact(first!.limit),
                    })}
              </small>
            </>
          ) : (
            <p className="q-faint">{t('templates.preview.never')}</p>
          )}
        </li>
      ))}
    </ul>
  );
}

type Platform = Preview['platforms'][number];

/** Platforms in groups of those on which all looks the same, the one with the least room first. */
function alike(platforms: readonly Platform[]): Platform[][] {
  const groups = new Map<string, Platform[]>();
  for (const platform of platforms) {
    const look = JSON.stringify([platform.content, platform.cut]);
    groups.set(look, [...(groups.get(look) ?? []), platform]);
  }
  return [...groups.values()].map((group) => group.toSorted((a, b) => (a.limit ?? Infinity) - (b.limit ?? Infinity)));
}
