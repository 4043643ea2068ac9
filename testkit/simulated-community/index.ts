export {
  simulateCommunity,
  type SimulatedAccount,
  type SimulatedCommunity,
  type SimulatedGroup,
} from './simulate-community.ts';
export { simulateEvents } from './simulate-events.ts';
