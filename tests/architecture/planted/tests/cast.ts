export const cast = ['carla', 'ben'];
