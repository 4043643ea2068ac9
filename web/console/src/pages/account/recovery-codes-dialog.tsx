import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';

/** The recovery codes, shown this once. */
export function RecoveryCodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(codes.join('\n'));
      void message.success(t('tokens.copied'));
    } catch {
      void message.info(t('tokens.copyYourself'));
    }
  };
  return (
    <Modal
      open
      width={640}
      title={t('account.factor.codes')}
      onCancel={onClose}
      footer={
        <>
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {t('tokens.copy')}
          </Button>
          <Button type="primary" onClick={onClose}>
            {t('tokens.kept')}
          </Button>
        </>
      }
    >
      <div className="q-form q-dialog">
        <Notice kind="info" title={t('tokens.once')}>
          {t('account.factor.codesDetail')}
        </Notice>
        <ol className="q-recovery">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
      </div>
    </Modal>
  );
}
