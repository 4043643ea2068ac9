import { useState } from 'react';
import type { RedeemReply, ShopRewardReply } from '../../../../../src/modules/rewards/member.contract.ts';
import type { Address } from '../../../../../src/modules/rewards/orders.contract.ts';
import { requestKey } from '../../../../ui/request-key.ts';
import { ApiError } from '../../api/client.ts';
import { useChange } from '../../api/use-ask.ts';
import { useNavigate } from '../../router/router.tsx';
import { Button, TextField } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Failure } from '../../ui/states.tsx';
import { useShopWords } from './use-shop-words.ts';

const NO_ADDRESS: Address = { name: '', phone: '', region: '', street: '', postcode: '' };

/** Asks once more, and where goods go. One confirmation has one key: sent twice, it is still one order. */
export function RedeemSheet({ shown, onClose }: { shown: ShopRewardReply; onClose: () => void }) {
  const { t, format, amount, own } = useShopWords();
  const navigate = useNavigate();
  const { reward, balance, currency, lastAddress } = shown;
  const [key] = useState(requestKey);
  const [address, setAddress] = useState<Address>(lastAddress ?? NO_ADDRESS);
  const goods = reward.kind === 'goods';
  const redeem = useChange<object, RedeemReply>({
    path: `/rewards/${reward.id}/orders`,
    renews: ['/rewards', '/reward-orders', '/points'],
    onDone: ({ order }) => navigate(`/reward-orders/${order.id}?new=1`, { replace: true }),
  });
  return (
    <Sheet title={t('rewards.confirm', { name: reward.name })} onClose={onClose}>
      <form
        className="m-form"
        onSubmit={(event) => {
          event.preventDefault();
          redeem.mutate({ key, price: reward.price, ...(goods && { address }) });
        }}
      >
        <p>
          {t('rewards.confirmMore', {
            amount: amount(reward.price, currency),
            left: format.exact(balance - reward.price),
            currency: own(currency.zh, currency.en),
          })}
        </p>
        {goods ? <AddressFields address={address} error={redeem.error} onChange={setAddress} /> : null}
        <Failure error={redeem.error} />
        <Button kind="primary" wide type="submit" busy={redeem.isPending}>
          {t('rewards.redeem')}
        </Button>
        <Button kind="quiet" wide onClick={onClose}>
          {t('shell.cancel')}
        </Button>
      </form>
    </Sheet>
  );
}

const FIELDS = [
  { name: 'name', complete: 'name', most: 60, required: true },
  { name: 'phone', complete: 'tel', most: 40, required: true },
  { name: 'region', complete: 'address-level1', most: 120, required: false },
  { name: 'street', complete: 'street-address', most: 300, required: true },
  { name: 'postcode', complete: 'postal-code', most: 20, required: false },
] as const;

function AddressFields(props: { address: Address; error: unknown; onChange: (address: Address) => void }) {
  const { t } = useShopWords();
  const faults = props.error instanceof ApiError ? props.error.faults : [];
  return (
    <>
      {FIELDS.map(({ name, complete, most, required }) => (
        <TextField
          key={name}
          label={t(`rewards.address.${name}`)}
          type={name === 'phone' ? 'tel' : 'text'}
          autoComplete={complete}
          maxLength={most}
          required={required}
          value={props.address[name]}
          fault={faults.some(({ where }) => where.endsWith(`/${name}`)) ? t('rewards.address.wrong') : undefined}
          onChange={(event) => props.onChange({ ...props.address, [name]: event.target.value })}
        />
      ))}
      <p className="m-soft m-small">{t('rewards.address.why')}</p>
    </>
  );
}
