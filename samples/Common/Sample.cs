using System.Globalization;

namespace Samples.Common;

/// <summary>Runs a sample as a command: options, help, one line for a mistake, figures at the end.</summary>
public static class Sample
{
    /// <summary>Runs a sample.</summary>
    /// <param name="name">The name of its folder.</param>
    /// <param name="description">What it does, in one line.</param>
    /// <param name="defaultEpochs">What <c>--help</c> says of the epochs without <c>--epochs</c>.</param>
    /// <param name="args">The command line.</param>
    /// <param name="run">The sample.</param>
    /// <param name="furtherOptions">Lines of <c>--help</c> for options of this sample alone, which it has taken from <paramref name="args"/>.</param>
    /// <returns>The exit code: 0, 2 for a mistake on the command line, 1 for data or a model that cannot be read, or a native library that is not there.</returns>
    public static int Run(string name, string description, string defaultEpochs, string[] args, Action<SampleOptions, Figures> run, params string[] furtherOptions)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        if (args.Contains("--help"))
        {
            Console.WriteLine(CommandLine.Help(name, description, defaultEpochs, furtherOptions));
            return 0;
        }
        try
        {
            SampleOptions options = CommandLine.Parse(name, args);
            Directory.CreateDirectory(options.OutputFolder);
            Figures figures = new();
            run(options, figures);
            figures.Print();
            return 0;
        }
        catch (SampleException error)
        {
            Console.Error.WriteLine($"{name}: {error.Message}");
            return error.ExitCode;
        }
        catch (Exception error) when ((error as TypeInitializationException)?.InnerException is NotSupportedException || error is NotSupportedException)
        {
            // How TorchSharp says that its native library is not there.
            Console.Error.WriteLine($"{name}: {(error.InnerException ?? error).Message}");
            return 1;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{name}: {error.Message}");
            return 1;
        }
    }
}
