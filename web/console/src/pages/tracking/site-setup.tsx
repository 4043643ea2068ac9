import { CopyOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Site } from '../../../../../src/modules/growth/contract.ts';
import { siteSecret } from '../../api/tracking.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useCopy } from './links-table.tsx';

const snippetOf = (site: Site): string =>
  `<script async src="${location.origin}/site.js" data-site="${site.code}"${
    site.consent === 'anonymous' ? ' data-consent="anonymous"' : ''
  }></script>`;

/** How a site includes the script, asks for consent, and proves who its visitors are. */
export function SiteSetup({ site, onClose }: { site: Site; onClose: () => void }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const snippet = snippetOf(site);
  return (
    <Modal open width={640} title={t('tracking.setupOf', { name: site.name })} footer={null} onCancel={onClose}>
      <div className="q-form q-dialog q-site-setup">
        <h3>{t('tracking.step.script')}</h3>
        <p>{t('tracking.step.scriptDetail')}</p>
        <div className="q-secret">
          <code data-test="snippet">{snippet}</code>
          <Button icon={<CopyOutlined />} onClick={() => void copy(snippet)}>
            {t('tracking.copy')}
          </Button>
        </div>
        <h3>{t('tracking.step.consent')}</h3>
        <p>{t(`tracking.step.consentDetail.${site.consent}`)}</p>
        <pre className="q-example">{'qunluo.consent(true)   // qunluo.consent(false)'}</pre>
        <h3>{t('tracking.step.identify')}</h3>
        <p>{t('tracking.step.identifyDetail')}</p>
        <SecretOf site={site} />
        <pre className="q-example">{'qunluo.identify(id, hmacSha256Hex(secret, id))'}</pre>
        <h3>{t('tracking.step.clicks')}</h3>
        <p>{t('tracking.step.clicksDetail')}</p>
        <pre className="q-example">{'<button data-qunluo-click="buy">…</button>'}</pre>
      </div>
    </Modal>
  );
}

function SecretOf({ site }: { site: Site }) {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  const community = useCommunity();
  const copy = useCopy();
  const { data, error, isPending, mutateAsync } = useMutation({
    mutationFn: (renew: boolean) => siteSecret(community.id, site.id, renew),
  });
  const renew = () =>
    void modal.confirm({
      title: t('tracking.renewTitle'),
      content: t('tracking.renewDetail'),
      okText: t('tracking.renew'),
      cancelText: t('form.cancel'),
      okButtonProps: { danger: true },
      onOk: () => mutateAsync(true).catch(() => undefined),
    });
  if (!data)
    return (
      <>
        <ErrorNotice error={error} />
        <Button loading={isPending} onClick={() => void mutateAsync(false).catch(() => undefined)}>
          {t('tracking.showSecret')}
        </Button>
      </>
    );
  return (
    <div className="q-secret">
      <code>{data.secret}</code>
      <Button icon={<CopyOutlined />} onClick={() => void copy(data.secret)}>
        {t('tracking.copy')}
      </Button>
      <Button danger type="text" onClick={renew}>
        {t('tracking.renew')}
      </Button>
    </div>
  );
}
