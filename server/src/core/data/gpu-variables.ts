/**
 * Environment variables that choose which GPUs a program gets.
 *
 * Source: NVIDIA Container Toolkit, "Environment variables (OCI spec)"; CUDA C++ Programming Guide, "CUDA environment
 * variables"; ROCm documentation, "GPU isolation techniques" 2026-11;
 * only an excerpt of the first was read, the others are general knowledge.
 */
export interface DeviceVariable {
  readonly name: string;
  /** What stands for every GPU where leaving the variable out means none; undefined where that means all. */
  readonly all: string | undefined;
}

export const deviceVariables: readonly DeviceVariable[] = [
  { name: 'NVIDIA_VISIBLE_DEVICES', all: 'all' },
  { name: 'CUDA_VISIBLE_DEVICES', all: undefined },
  { name: 'HIP_VISIBLE_DEVICES', all: undefined },
  { name: 'ROCR_VISIBLE_DEVICES', all: undefined },
];

/** Numbers and ids of devices; `all`, `none`, `void`, `-1` and nothing are meant for any machine. */
export const deviceList =
  /^(?:\d+(?::\d+)?|(?:GPU|MIG)-[\w/-]+)(?:,(?:\d+(?::\d+)?|(?:GPU|MIG)-[\w/-]+))*$/;

/**
 * Words of programs and packages that need more of the driver than computing: OpenGL, Vulkan, a display, video codecs.
 * General knowledge, 2026-11; no document was read.
 */
export const graphicsWords =
  /gl(?:x|vnd|ew|fw|ut|es|1-|2|u1)|e?gl\b|opengl|vulkan|mesa|x11|xorg|xvfb|xext|libsm|libxrender|libx[a-z]+\d|virtualgl|vnc|display|desktop|xfce|wayland|gtk|qt[456]|\bgui\b|steam|nvenc|nvdec|nvcuvid|codec|ffmpeg|gstreamer|libav|pyav|video|movie|decord|media|stream|camera|opencv|cv2|render|optix|raytrac|blender|unity|unreal|omniverse|isaac|carla|gazebo|\bros\b|ros-|rviz|mujoco|habitat|gym|pygame|open3d|vispy|vtk|paraview|jellyfin|plex|emby|frigate|obs-|comfyui|matlab|chrom(?:e|ium)|puppeteer|playwright|selenium|browser/i;
