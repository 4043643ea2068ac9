import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { AddToList } from '../segments/add-to-list.tsx';
import { BulkDialog } from './bulk-dialog.tsx';
import type { MemberSearch } from './member-search.ts';
import { pickedCount, selectionOf, type Picked } from './selection.ts';

/** What can be done with those selected; absent while nobody is. */
export function BulkBar(props: {
  communityId: string;
  picked: Picked;
  total: number;
  search: MemberSearch;
  onAll: () => void;
  onClear: () => void;
}) {
  const { communityId, picked, total, search, onAll, onClear } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const [acting, setActing] = useState(false);
  const [listing, setListing] = useState(false);
  const count = pickedCount(picked, total);
  if (count === 0) return null;
  return (
    <div className="q-bulk-bar" role="region" aria-label={t('bulk.act')}>
      <strong aria-live="polite">
        {picked.all && picked.except.size === 0
          ? t('bulk.allOf', { shown: format.exact(count) })
          : t('bulk.selected', { shown: format.exact(count) })}
      </strong>
      {!picked.all && count < total ? (
        <Button type="link" onClick={onAll}>
          {t('bulk.selectAll', { shown: format.exact(total) })}
        </Button>
      ) : null}
      <span className="q-bulk-bar-end">
        <Button type="text" onClick={onClear}>
          {t('bulk.clear')}
        </Button>
        <Button onClick={() => setListing(true)} data-test="bulk-list">
          {t('segments.inMembers.bulk')}
        </Button>
        <Button type="primary" onClick={() => setActing(true)} data-test="bulk">
          {t('bulk.act')}
        </Button>
      </span>
      {listing ? (
        <AddToList
          selection={selectionOf(picked, search)}
          onClose={(done) => {
            setListing(false);
            if (done) onClear();
          }}
        />
      ) : null}
      {acting ? (
        <BulkDialog
          communityId={communityId}
          selection={selectionOf(picked, search)}
          count={count}
          onClose={() => {
            setActing(false);
            onClear();
          }}
        />
      ) : null}
    </div>
  );
}
