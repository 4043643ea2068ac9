import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type MessageTemplate, templatesQuery } from '../../api/templates.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { DeliveriesFrame } from '../deliveries/deliveries-frame.tsx';
import { MessageView } from '../messages/message-view.tsx';
import { TemplateEditor } from './template-editor.tsx';
import './templates.css';

/** Messages that are written once and sent often; one of them, or a new one, in the editor. */
export function TemplatesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const { template: edit } = useSearch({ from: '/app/c/$community/templates' });
  const { data, error, refetch } = useQuery(templatesQuery(community.id));
  usePageTitle(t('templates.title'), community.name);
  const add = mayManage ? (
    <Link
      to="/c/$community/templates"
      params={{ community: community.key }}
      search={{ template: 'new' }}
      className="q-link-button q-link-primary"
    >
      {t('templates.new')}
    </Link>
  ) : null;
  const open = data?.templates.find(({ id }) => id === edit);
  return (
    <DeliveriesFrame tab="templates" answer={t('templates.lead')} action={edit ? <></> : (add ?? <></>)}>
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={5} height={24} />
        </section>
      ) : edit === 'new' || open ? (
        <TemplateEditor key={open ? `${open.id} ${open.version}` : 'new'} template={open} known={data.known} />
      ) : data.templates.length === 0 ? (
        <section className="q-panel">
          <EmptyState title={t('templates.none.title')} action={add}>
            {t('templates.none.detail')}
          </EmptyState>
        </section>
      ) : (
        <ul className="q-templates">
          {data.templates.map((template) => (
            <TemplateCard key={template.id} template={template} />
          ))}
        </ul>
      )}
    </DeliveriesFrame>
  );
}

function TemplateCard({ template }: { template: MessageTemplate }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { zh, en, uses, changedAt } = template;
  const words = i18n.language === 'en' ? (en ?? zh) : (zh ?? en);
  const languages = [zh && t('templates.zh'), en && t('templates.en')].filter(Boolean).join(' · ');
  return (
    <li className="q-panel q-template">
      <header>
        <h2>
          <Link to="/c/$community/templates" params={{ community: community.key }} search={{ template: template.id }}>
            {template.name}
          </Link>
        </h2>
        <span className="q-faint">{languages}</span>
      </header>
      {words ? <MessageView content={words} /> : null}
      <small className="q-faint" title={format.instant(changedAt)}>
        {t('templates.uses', { count: uses, uses: format.exact(uses) })} ·{' '}
        {t('templates.changed', { when: format.relative(changedAt) })}
      </small>
    </li>
  );
}
