import { BookOutlined, CompassOutlined, KeyOutlined, PrinterOutlined, QuestionCircleOutlined } from '@ant-design/icons';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';

/** What helps: the tour of this page, the keyboard, paper. */
export function HelpMenu({ onKeys, onTour }: { onKeys: () => void; onTour: (() => void) | undefined }) {
  const { t, i18n } = useTranslation();
  const items = [
    ...(onTour ? [{ key: 'tour', icon: <CompassOutlined />, label: t('help.tour'), onClick: onTour }] : []),
    {
      key: 'guide',
      icon: <BookOutlined />,
      label: (
        <a href={`/docs/${i18n.language}`} target="_blank" rel="noopener">
          {t('help.guide')}
        </a>
      ),
    },
    { key: 'keys', icon: <KeyOutlined />, label: t('keys.title'), extra: '?', onClick: onKeys },
    {
      key: 'print',
      icon: <PrinterOutlined />,
      label: t('help.print'),
      onClick: () => setTimeout(() => window.print()),
    },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
      <button
        type="button"
        className="q-icon-button"
        data-test="help"
        aria-label={t('help.title')}
        title={t('help.title')}
      >
        <QuestionCircleOutlined />
      </button>
    </Dropdown>
  );
}
