/** A running cyclic redundancy check. */
export interface Crc {
  update(chunk: Uint8Array): void;
  /** The sum so far, most significant byte first. */
  digest(): Buffer;
}

/** CRC-32C (Castagnoli), as in RFC 3720. */
export const createCrc32c = (): Crc => {
  let crc = 0xffffffff;
  return {
    update: (chunk) => {
      for (let index = 0; index < chunk.length; index += 1) {
        crc = (crc >>> 8) ^ (crc32cTable[(crc ^ (chunk[index] ?? 0)) & 0xff] ?? 0);
      }
    },
    digest: () => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
      return sum;
    },
  };
};

/** CRC-64/NVME, reflected polynomial 0x9a6c9329ac4bc9b5, held as two 32-bit halves. */
export const createCrc64Nvme = (): Crc => {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (chunk) => {
      for (let index = 0; index < chunk.length; index += 1) {
        const entry = (low ^ (chunk[index] ?? 0)) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (crc64Table.low[entry] ?? 0);
        high = (high >>> 8) ^ (crc64Table.high[entry] ?? 0);
      }
    },
    digest: () => {
      const sum = Buffer.alloc(8);
      sum.writeUInt32BE(~high >>> 0, 0);
      sum.writeUInt32BE(~low >>> 0, 4);
      return sum;
    },
  };
};

const crc32cTable = Int32Array.from({ length: 256 }, (_, index) => {
  let entry = index;
  for (let bit = 0; bit < 8; bit += 1) entry = (entry & 1) === 1 ? (entry >>> 1) ^ 0x82f63b78 : entry >>> 1;
  return entry;
});

const crc64Entries = Array.from({ length: 256 }, (_, index) => {
  let entry = BigInt(index);
  for (let bit = 0; bit < 8; bit += 1) entry = (entry & 1n) === 1n ? (entry >> 1n) ^ 0x9a6c9329ac4bc9b5n : entry >> 1n;
  return entry;
});

const crc64Table = {
  high: Int32Array.from(crc64Entries, (entry) => Number(entry >> 32n)),
  low: Int32Array.from(crc64Entries, (entry) => Number(entry & 0xffffffffn)),
};
