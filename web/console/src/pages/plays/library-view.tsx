import { PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMUNITY_TYPES } from '../../../../../src/modules/communities/contract.ts';
import { STAGES, TIERS } from '../../../../../src/modules/insights/contract.ts';
import type { LibraryPlay } from '../../../../../src/modules/playbooks/library.contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { libraryQuery } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { LibraryItem } from './library-item.tsx';
import { PlayDialog } from './play-dialog.tsx';
import type { PlaysSearch } from './plays-search.ts';
import { useLanguage } from './use-plays.ts';

interface LibraryProps {
  search: PlaysSearch;
  onSearch: (change: Partial<PlaysSearch>) => void;
  underWay: ReadonlySet<string>;
  mayManage: boolean;
}

/** Every play by stage, tier and type, with its editor. */
export function LibraryView({ search, onSearch, underWay, mayManage }: LibraryProps) {
  const { t } = useTranslation();
  const words = useWords();
  const language = useLanguage();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(libraryQuery(community.id));
  const [edited, setEdited] = useState<LibraryPlay | 'new'>();
  const shown = data?.plays.filter((play) => fits(play, search, language)) ?? [];
  const any = { value: '', label: t('playbook.filter.any') };
  const choice = <T extends string>(
    key: 'stage' | 'tier' | 'type',
    values: readonly T[],
    name: (value: T) => string,
  ) => (
    <label>
      <span>{t(`playbook.filter.${key}`)}</span>
      <Select
        aria-label={t(`playbook.filter.${key}`)}
        value={search[key] ?? ''}
        options={[any, ...values.map((value) => ({ value: value as string, label: name(value) }))]}
        onChange={(value) => onSearch({ [key]: value || undefined })}
      />
    </label>
  );
  return (
    <section className="q-panel">
      <div className="q-library-filters">
        <Input.Search
          allowClear
          aria-label={t('playbook.filter.q')}
          placeholder={t('playbook.filter.q')}
          defaultValue={search.q}
          onSearch={(q) => onSearch({ q: q.trim() || undefined })}
        />
        {choice('stage', STAGES, words.stage)}
        {choice('tier', TIERS, words.tier)}
        {choice('type', COMMUNITY_TYPES, (type) => t(`playbook.type.${type}`))}
        {mayManage ? (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
            {t('playbook.add')}
          </Button>
        ) : null}
      </div>
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={10} height={20} />
      ) : shown.length === 0 ? (
        <EmptyState title={t('playbook.noMatch')} art="search" />
      ) : (
        <>
          <p className="q-faint q-small">{t('playbook.count', { count: shown.length })}</p>
          <ul className="q-library">
            {shown.map((play) => (
              <LibraryItem
                key={play.id}
                play={play}
                underWay={underWay.has(play.id)}
                mayManage={mayManage}
                onEdit={() => setEdited(play)}
              />
            ))}
          </ul>
        </>
      )}
      {edited ? <PlayDialog play={edited === 'new' ? undefined : edited} onClose={() => setEdited(undefined)} /> : null}
    </section>
  );
}

function fits(play: LibraryPlay, { stage, tier, type, q }: PlaysSearch, language: 'zh-CN' | 'en'): boolean {
  const { stages, types } = play.situation;
  const { name, how } = play.words[language];
  return (
    // A play for any stage or type is for this one as well.
    (stage === undefined || stages.length === 0 || stages.includes(stage)) &&
    (type === undefined || types.length === 0 || types.includes(type)) &&
    (tier === undefined || play.tiers.includes(tier)) &&
    (q === undefined || `${name} ${how}`.toLowerCase().includes(q.toLowerCase()))
  );
}
