package dev.yubin.examples;

/** One post office in one jar: {@code java -jar post-office.jar}. */
public final class PostOffice {
    private PostOffice() {}

    /** Opens the post office. */
    public static void main(String[] args) {
        System.out.println("post office");
    }
}
