import type { DocumentKind } from '../../preload/editor-contract.ts';
import type { JoinResult, Member } from './member.ts';
import { Room } from './room.ts';
import type { RoomPorts } from './room.ts';

export interface Rooms {
  /** Finds the room of the member's document or opens it, and joins it. */
  join(
    member: Member,
    kind: DocumentKind,
    isNew: boolean,
  ): Promise<{ result: Exclude<JoinResult, { kind: 'closed' }>; room: Room }>;
  /** Saves and unlocks what is open. */
  shutDown(): Promise<void>;
}

/** One room per WOPISrc: it identifies the document, whoever opens it. */
export function createRooms(ports: Omit<RoomPorts, 'closed'>): Rooms {
  const rooms = new Map<string, Room>();

  function roomFor(wopiSrc: string, kind: DocumentKind): Room {
    const existing = rooms.get(wopiSrc);
    if (existing !== undefined) return existing;
    const room: Room = new Room(kind, {
      ...ports,
      closed() {
        if (rooms.get(wopiSrc) === room) rooms.delete(wopiSrc);
      },
    });
    rooms.set(wopiSrc, room);
    return room;
  }

  return {
    async join(member, kind, isNew) {
      for (;;) {
        const room = roomFor(member.client.wopiSrc, kind);
        const result = await room.join(member, isNew);
        if (result.kind !== 'closed') return { result, room };
      }
    },
    async shutDown() {
      await Promise.all([...rooms.values()].map((room) => room.shutDown()));
    },
  };
}
