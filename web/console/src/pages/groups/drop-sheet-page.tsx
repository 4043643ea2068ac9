import { useMutation } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { uploadFile } from '../../api/imports.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import './groups.css';

/** Where a sign-in sheet is dropped. */
export function DropSheetPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate();
  const { group } = useSearch({ from: '/app/c/$community/sign-in-sheets' });
  const may = useRight('imports.manage');
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  usePageTitle(t('sheet.title'), community.name);
  const params = { community: community.key };
  const upload = useMutation({
    mutationFn: (file: File) => uploadFile(community.id, file, () => undefined, new AbortController().signal),
    onSuccess: (made) =>
      navigate({
        to: '/c/$community/sign-in-sheets/$import',
        params: { ...params, import: made.id },
        search: group ? { group } : {},
      }),
  });
  const take = (files: FileList | null) => {
    if (files?.[0] && !upload.isPending) upload.mutate(files[0]);
  };
  if (!may) return <Notice title={t('error.forbidden.title')}>{t('error.forbidden.detail')}</Notice>;
  return (
    <div className="q-sheet-import">
      <nav className="q-crumbs" aria-label={t('member.path')}>
        <Link to="/c/$community/groups" params={params}>
          {t('nav.groups')}
        </Link>
        <span aria-hidden>/</span>
        <span>{t('sheet.title')}</span>
      </nav>
      <div className="q-page-head">
        <div>
          <h1>{t('sheet.title')}</h1>
          <p>{t('sheet.lead')}</p>
        </div>
      </div>
      <ErrorNotice error={upload.error} />
      <div
        className={`q-sheet-drop ${over ? 'q-sheet-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <strong>{t('sheet.drop')}</strong>
        <p className="q-faint">{t('sheet.dropHint')}</p>
        <input
          ref={input}
          type="file"
          hidden
          accept=".csv,.tsv,.txt,text/csv"
          data-test="sheet-file"
          onChange={(event) => take(event.target.files)}
        />
        <Button type="primary" size="large" loading={upload.isPending} onClick={() => input.current?.click()}>
          {t('sheet.choose')}
        </Button>
      </div>
    </div>
  );
}
