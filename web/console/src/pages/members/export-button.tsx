import { DownloadOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { exportAddress } from '../../api/member-work.ts';
import { useRight } from '../../shell/use-right.ts';
import type { MemberSearch } from './member-search.ts';

/** The list as a file: says what it holds and that it is written down, then lets the browser download it. */
export function ExportButton(props: { communityId: string; search: MemberSearch; total: number }) {
  const { communityId, search, total } = props;
  const { t, i18n } = useTranslation();
  const { modal } = App.useApp();
  const format = useFormat();
  if (!useRight('members.export')) return null;
  const ask = () =>
    void modal.confirm({
      title: t('export.title'),
      content: (
        <>
          <p>{t('export.lead', { shown: format.exact(total) })}</p>
          <p className="q-soft">{t('export.audit')}</p>
        </>
      ),
      okText: t('export.start'),
      cancelText: t('form.cancel'),
      onOk: () => {
        // A link, so that the browser shows the progress and writes to disk as it comes: nothing is kept in this page.
        const link = document.createElement('a');
        link.href = exportAddress(communityId, search, i18n.language);
        link.download = '';
        link.click();
      },
    });
  return (
    <Button icon={<DownloadOutlined />} onClick={ask} disabled={total === 0} data-test="export">
      <span className="q-tool-label">{t('members.export')}</span>
    </Button>
  );
}
