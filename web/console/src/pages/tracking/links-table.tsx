import { CopyOutlined, QrcodeOutlined } from '@ant-design/icons';
import { App, Button, Modal, QRCode } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Tracking, TrackedLink } from '../../../../../src/modules/growth/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { Counts } from './counts.tsx';

type Link = Tracking['links'][number];

const addressOf = (link: TrackedLink): string => `${location.origin}${link.path}`;

interface LinksTableProps {
  links: readonly Link[];
  mayManage: boolean;
  onEdit: (link: TrackedLink) => void;
  add: ReactNode;
}

/** The tracked links: what each brought, its address to copy, its QR code. */
export function LinksTable({ links, mayManage, onEdit, add }: LinksTableProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Link>();
  return (
    <Panel title={t('tracking.links')}>
      {links.length === 0 ? (
        <p className="q-tracking-none">
          {t('tracking.noLinks')} {add}
        </p>
      ) : (
        <div className="q-table-scroll">
          <table className="q-table q-tracking-table">
            <thead>
              <tr>
                <th scope="col">{t('tracking.name')}</th>
                <th scope="col">{t('tracking.labels')}</th>
                <th scope="col">{t('tracking.clicks28')}</th>
                <th scope="col">{t('tracking.knownAccounts')}</th>
                <th scope="col">{t('tracking.last')}</th>
                <th scope="col">
                  <span className="q-hidden">{t('tracking.actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {links.map((link) => (
                <tr key={link.id} className={link.archivedAt ? 'q-archived' : undefined}>
                  <th scope="row">
                    {link.name}
                    <small className="q-faint" title={link.destination}>
                      {link.archivedAt ? `${t('tracking.archived')} · ` : null}→ {link.destination}
                    </small>
                  </th>
                  <td>{[link.source, link.medium, link.campaign].filter(Boolean).join(' · ') || '—'}</td>
                  <Counts counts={link.counts} />
                  <td>
                    <LinkActions link={link} onShow={() => setShown(link)} onEdit={mayManage ? onEdit : undefined} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {shown ? <QrDialog link={shown} onClose={() => setShown(undefined)} /> : null}
    </Panel>
  );
}

interface ActionsProps {
  link: TrackedLink;
  onShow: () => void;
  onEdit: ((link: TrackedLink) => void) | undefined;
}

function LinkActions({ link, onShow, onEdit }: ActionsProps) {
  const { t } = useTranslation();
  const copy = useCopy();
  return (
    <span className="q-row-actions">
      <Button size="small" type="text" icon={<CopyOutlined />} onClick={() => void copy(addressOf(link))}>
        {t('tracking.copy')}
      </Button>
      <Button
        size="small"
        type="text"
        icon={<QrcodeOutlined />}
        aria-label={t('tracking.qrOf', { name: link.name })}
        onClick={onShow}
      />
      {onEdit ? (
        <Button size="small" type="text" onClick={() => onEdit(link)}>
          {t('form.edit')}
        </Button>
      ) : null}
    </span>
  );
}

/** Copies a text and says so; where the browser does not allow it, shows the text to copy by hand. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      void message.success(t('tracking.copied'));
    } catch {
      void message.info(text, 12);
    }
  };
}

function QrDialog({ link, onClose }: { link: TrackedLink; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Modal open title={link.name} footer={null} onCancel={onClose}>
      <div className="q-qr">
        <QRCode value={addressOf(link)} size={240} type="svg" bordered={false} color="#000" bgColor="#fff" />
        <code>{addressOf(link)}</code>
        <p className="q-faint">{t('tracking.qrNote', { when: format.instant(link.createdAt) })}</p>
      </div>
    </Modal>
  );
}
