/** Longest side in pixels and quality of what is sent: readable, and small on a poor network. */
const LONGEST = 1920;
const QUALITY = 0.85;
const PLACE_WAIT = 8000;

/** A smaller JPEG of a picture; the file itself when the browser cannot read it. */
export async function shrink(file) {
    let bitmap;
    try {
        bitmap = await createImageBitmap(file, {imageOrientation: "from-image"});
    } catch {
        return file;
    }
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? blob : file;
}

/** Where the telephone is, in degrees; nothing when it does not tell in time. */
export function whereAmI() {
    return new Promise((resolve) => {
        if (!navigator.geolocation) {
            resolve({});
            return;
        }
        navigator.geolocation.getCurrentPosition(
            ({coords}) => resolve({latitude: coords.latitude, longitude: coords.longitude}),
            () => resolve({}),
            {enableHighAccuracy: true, timeout: PLACE_WAIT, maximumAge: 60000}
        );
    });
}

/** A key that is the photo's own; also where the page is not served by TLS. */
export function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
