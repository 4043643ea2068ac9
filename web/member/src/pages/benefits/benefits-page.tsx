import { useTranslation } from 'react-i18next';
import { useUses } from '../../api/me.ts';
import { ENTRIES } from '../../entries.ts';
import { Card, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';

/** What a member gets and can do with it. */
export function BenefitsPage() {
  const { t } = useTranslation();
  const uses = useUses();
  const entries = ENTRIES.filter(({ tab, part }) => tab === 'benefits' && (part === undefined || uses(part)));
  return (
    <Page title={t('shell.benefits')}>
      <Card>
        <Rows>
          {entries.map(({ to, label, icon }) => (
            <Row key={to} to={to} title={t(label)} icon={icon} />
          ))}
        </Rows>
      </Card>
    </Page>
  );
}
