import { useTranslation } from 'react-i18next';
import type { OwnCredit } from '../../../../../src/modules/credit/contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Card, Pill, Row, Rows } from '../../ui/parts.tsx';
import { TONES } from './standing-tones.ts';

/** On the first page: my credit, and whether anything holds against me. */
export function CreditBlock() {
  const { t } = useTranslation();
  const { data } = useAsk<OwnCredit>('/credit');
  if (!data) return null;
  const { credit, points, standing } = data.licence;
  return (
    <Card>
      <Rows>
        <Row
          to="/credit"
          icon="shield"
          title={t('credit.title')}
          detail={t('credit.outOf', { credit, points })}
          value={<Pill tone={TONES[standing]}>{t(`credit.standings.${standing}`)}</Pill>}
        />
      </Rows>
    </Card>
  );
}
