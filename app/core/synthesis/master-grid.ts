/** 22 x 31 mm: what no capture's rotation and shift looks beyond. In pixels of 500 dpi. */
export const MASTER = { width: 440, height: 608, originX: 220, originY: 270 } as const;

export const MASTER_EXTENT = {
  left: -MASTER.originX,
  top: -MASTER.originY,
  width: MASTER.width,
  height: MASTER.height,
} as const;
