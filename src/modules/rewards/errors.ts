import { AppError } from '#kernel/errors.ts';
import type { Refusal } from './contract.ts';

const WORDS: Record<Refusal, string> = {
  not_open: 'this reward is not offered now',
  not_yet: 'this reward cannot be redeemed yet',
  over: 'the time of this reward is over',
  level_too_low: 'this reward is for a higher level',
  limit_reached: 'you have as many of this reward as one member may have',
  sold_out: 'this reward has just been redeemed to the last one',
  not_enough_points: 'there are not enough points for this reward',
};

/** A member cannot have a reward now; nothing was taken. The code is the reason. */
export class CannotRedeem extends AppError {
  constructor(refusal: Refusal) {
    super({ code: refusal, status: 409, message: `${WORDS[refusal]}; no points were taken` });
  }
}

/** The reward costs something else by now than what was confirmed; nothing was taken. */
export class PriceChanged extends AppError {
  constructor(price: number) {
    super({
      code: 'price_changed',
      status: 409,
      message: `the price is ${price} by now; look at it again, no points were taken`,
    });
  }
}

/** An order cannot go from where it is to where it should. */
export class OrderState extends AppError {
  constructor(message: string) {
    super({ code: 'order_state', status: 409, message });
  }
}
