import { CopyOutlined } from '@ant-design/icons';
import { App, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import type { OneTimeLink } from '../../../../../src/modules/identity/contract.ts';

/** A one-time link, shown this once, to be handed on by whatever way one trusts. */
export function LinkDialog(props: { title: string; detail: string; link: OneTimeLink; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const address = location.origin + props.link.path;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      void message.success(t('tokens.copied'));
    } catch {
      void message.info(t('tokens.copyYourself'));
    }
  };
  return (
    <Modal
      open
      title={props.title}
      onCancel={props.onClose}
      footer={
        <Button type="primary" onClick={props.onClose}>
          {t('team.link.done')}
        </Button>
      }
    >
      <div className="q-form q-dialog">
        <Notice kind="info" title={t(props.link.mailed ? 'team.link.mailed' : 'team.link.once')}>
          {props.detail}
        </Notice>
        <div className="q-secret">
          <code data-test="link">{address}</code>
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {t('tokens.copy')}
          </Button>
        </div>
        <p className="q-faint">{t('team.link.until', { when: format.instant(props.link.expiresAt) })}</p>
      </div>
    </Modal>
  );
}
