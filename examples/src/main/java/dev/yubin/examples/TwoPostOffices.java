package dev.yubin.examples;

/** Two post offices that send each other mail. */
public final class TwoPostOffices {
    private TwoPostOffices() {}

    /** Runs the story. */
    public static void main(String[] args) {
        System.out.println("two post offices");
    }
}
